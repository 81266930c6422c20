using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.Discovery.Contract;

/// <summary>Holds a device document against the rules by which Home Assistant takes or refuses it.</summary>
public static class SelfCheck
{
    private const int LargestPayload = 128 * 1024; // what the smallest broker in use takes
    private const string NoDeviceName = "the device has no name";

    // Looked at in every message, whether its platform knows the key or not.
    private static readonly KeyRule OriginBlock = KeySet.Document.Rules[KeyNames.Origin];

    /// <summary>What is wrong with a device document; empty when Home Assistant takes it as it is.</summary>
    /// <param name="objectId">The level of its topic before <c>/config</c>.</param>
    /// <param name="payload">UTF-8 JSON.</param>
    public static ImmutableArray<Finding> Check(string objectId, ReadOnlyMemory<byte> payload)
    {
        var findings = new Findings(objectId);
        CheckSize(payload, findings);
        CheckContent(payload, findings);
        return findings.ToImmutable();
    }

    /// <summary>Adds what is wrong with a device document of ours, whatever its size.</summary>
    internal static void CheckContent(ReadOnlyMemory<byte> payload, Findings findings)
    {
        if (!Ids.IsObjectId(findings.ObjectId))
        {
            findings.Error("the object id must be 8 hex digits, _ and a device id [a-z0-9][a-z0-9_-]{0,62}");
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            CheckDocument(document.RootElement, findings, isOurs: true);
        }
        catch (JsonException failure)
        {
            findings.Error($"is not JSON: {failure.Message}");
        }
    }

    /// <summary>Adds a warning for what some brokers refuse.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="findings">Where it is told.</param>
    /// <param name="advice">What can be done about it, after the warning.</param>
    internal static void CheckSize(ReadOnlyMemory<byte> payload, Findings findings, string advice = "")
    {
        if (payload.Length > LargestPayload)
        {
            findings.Warning($"{payload.Length} bytes: some brokers refuse more than {LargestPayload}{advice}");
        }
    }

    /// <summary>Adds what is wrong with a message of one component.</summary>
    internal static void CheckMessage(ComponentBody component, Findings findings)
    {
        if (!component.TryGet(KeyNames.Origin, out var origin))
        {
            findings.Warning(component.Key, "has no origin, by which Home Assistant's log says who sent it");
        }
        else if (ValueCheck.Fault(origin, OriginBlock) is { } fault)
        {
            findings.Error($"{KeyNames.Origin} {fault}");
        }

        if (component.Has(KeyNames.Device) && ComponentRules.DeviceName(component.Root) is null)
        {
            findings.Warning(component.Key, NoDeviceName);
        }

        if (Platforms.HasEntities(component.Platform) && component.Text(KeyNames.UniqueId) is not { Length: > 0 })
        {
            findings.Warning(component.Key, "has no unique_id, so it belongs to no device and cannot be changed by the user");
        }

        CheckKeys(component, Platforms.Of(component.Platform, component.Text(KeyNames.Schema)), findings);
        ComponentRules.Check(component, findings);
    }

    /// <summary>Adds what is wrong with a device document; keys of components in our own have our form.</summary>
    internal static void CheckDocument(JsonElement root, Findings findings, bool isOurs)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            findings.Error("is not a JSON object");
            return;
        }

        CheckRoot(root, findings);
        if (!root.TryGetProperty(KeyNames.Components, out var components)
            || components.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        var uniqueIds = new HashSet<(string, string)>();
        foreach (var component in components.EnumerateObject())
        {
            if (!keys.Add(component.Name))
            {
                findings.Error(component.Name, "stands in the document twice");
            }

            if (Identify(component, root, findings) is { } body)
            {
                CheckForm(component.Name, isOurs, findings);
                CheckComponent(body, uniqueIds, findings);
            }
        }
    }

    private static void CheckRoot(JsonElement root, Findings findings)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (!KeySet.Document.Rules.TryGetValue(property.Name, out var rule))
            {
                findings.Error($"has the key {property.Name}, which Home Assistant does not know there");
            }
            else if (ValueCheck.Fault(property.Value, rule) is { } fault)
            {
                findings.Error($"{property.Name} {fault}");
            }
        }

        foreach (var rule in KeySet.Document.Rules.Values)
        {
            if (rule.Required && !root.TryGetProperty(rule.Name, out _))
            {
                findings.Error($"lacks the key {rule.Name}");
            }
        }

        if (root.TryGetProperty(KeyNames.Availability, out _) && root.TryGetProperty(KeyNames.AvailabilityTopic, out _))
        {
            findings.Error("has both availability and availability_topic, which exclude each other");
        }

        if (ComponentRules.DeviceName(root) is null)
        {
            findings.Warning(NoDeviceName);
        }
    }

    /// <summary>A component that has what the whole document depends on; null for others and for removals.</summary>
    private static ComponentBody? Identify(JsonProperty component, JsonElement root, Findings findings)
    {
        if (component.Value.ValueKind != JsonValueKind.Object)
        {
            findings.Error($"component {component.Name} must be an object");
            return null;
        }

        if (!component.Value.TryGetProperty(KeyNames.Platform, out var value)
            || value.ValueKind != JsonValueKind.String
            || value.GetString() is not { } platform
            || !Platforms.IsKnown(platform))
        {
            findings.Error($"component {component.Name} has no platform, or one that Home Assistant does not have");
            return null;
        }

        if (component.Value.GetPropertyCount() == 1)
        {
            return null;
        }

        var body = new ComponentBody(component.Name, platform, component.Value, root);
        if (Platforms.HasEntities(platform) && body.Text(KeyNames.UniqueId) is null)
        {
            findings.Error($"component {component.Name} has no unique_id");
            return null;
        }

        return body;
    }

    private static void CheckForm(string key, bool isOurs, Findings findings)
    {
        if (isOurs && !Ids.IsEntityKey(key))
        {
            findings.Error(key, "the key must be [a-z0-9][a-z0-9_]{0,62}");
        }
        else if (key.Contains(' '))
        {
            findings.Warning(key, "a key with a space is not found when the device is removed");
        }
    }

    private static void CheckComponent(
        ComponentBody component, HashSet<(string, string)> uniqueIds, Findings findings)
    {
        if (Platforms.HasEntities(component.Platform)
            && !uniqueIds.Add((component.Platform, component.Text(KeyNames.UniqueId)!)))
        {
            findings.Error(component.Key, "its unique_id is that of another component");
        }

        CheckKeys(component, Platforms.Of(component.Platform, component.Text(KeyNames.Schema)), findings);
        ComponentRules.Check(component, findings);
    }

    private static void WarnOfDropped(ComponentBody component, JsonElement availability, Findings findings)
    {
        foreach (var key in ValueCheck.Dropped(availability))
        {
            findings.Warning(component.Key, $"{KeyNames.Availability} has the key {key}, which would be dropped");
        }
    }

    private static void CheckKeys(ComponentBody component, KeySet keys, Findings findings)
    {
        foreach (var property in component.Own.EnumerateObject())
        {
            if (keys.Rules.TryGetValue(property.Name, out var rule))
            {
                if (ValueCheck.Fault(property.Value, rule) is { } fault)
                {
                    findings.Error(component.Key, $"{property.Name} {fault}");
                }
                else if (rule.Type == KeyType.OpenAvailabilityList)
                {
                    WarnOfDropped(component, property.Value, findings);
                }
            }
            else if (property.Name is not (KeyNames.Platform or KeyNames.Origin))
            {
                findings.Warning(
                    component.Key, $"the key {property.Name} is unknown to {component.Platform} and would be dropped");
            }
        }

        foreach (var rule in keys.Rules.Values)
        {
            if (rule.Required && !component.Has(rule.Name))
            {
                findings.Error(component.Key, $"lacks the key {rule.Name}");
            }
        }
    }
}
