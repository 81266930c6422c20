using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>A discovery message in long form.</summary>
internal sealed class DiscoveryMessage
{
    // 1.3: any other root key refuses the document.
    private static readonly ImmutableHashSet<string> Shared =
    [
        "availability", "availability_topic", "availability_template", "availability_mode", "payload_available",
        "payload_not_available", "state_topic", "command_topic", "qos", "encoding", "message_expiry_interval",
    ];

    // 1.5: closed schemas.
    private static readonly ImmutableHashSet<string> OfDevice =
    [
        "identifiers", "connections", "manufacturer", "model", "model_id", "name", "hw_version", "serial_number", "sw_version",
        "via_device", "suggested_area", "configuration_url",
    ];

    private static readonly ImmutableHashSet<string> OfOrigin = ["name", "sw_version", "support_url"];

    private DiscoveryMessage(IReadOnlyDictionary<string, JsonElement> root) => Root = root;

    /// <summary>Its keys.</summary>
    public IReadOnlyDictionary<string, JsonElement> Root { get; }

    /// <summary>True for the request to unload and keep the registry (1.8).</summary>
    public bool IsMigration => Root.ContainsKey("migrate_discovery") || Root.ContainsKey("migr_discvry");

    /// <summary>The components with what the document shares with them, and its device.</summary>
    public IEnumerable<(string Key, IReadOnlyDictionary<string, JsonElement> Component)> Components =>
        Root["components"].EnumerateObject().Select(each => (each.Name, (IReadOnlyDictionary<string, JsonElement>)Merge(each.Value)));

    /// <summary>Why Home Assistant would refuse it as a device document; null when it does not.</summary>
    public string? WhyNoDocument
    {
        get
        {
            foreach (var key in Root.Keys.Where(static key => key is not ("device" or "origin" or "components")))
            {
                if (!Shared.Contains(key))
                {
                    return $"the root key {key} refuses the document";
                }
            }

            return Closed("device", OfDevice) ?? Closed("origin", OfOrigin)
                ?? (!Root["origin"].TryGetProperty("name", out _) ? "origin has no name"
                    : !Root["device"].TryGetProperty("identifiers", out var ids) || ids.GetArrayLength() == 0
                        ? "device has no identifiers"
                        : WhyNoComponents());
        }
    }

    /// <summary>Reads a message.</summary>
    public static DiscoveryMessage? Parse(string payload, out string? why)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            why = document.RootElement.ValueKind == JsonValueKind.Object ? null : "is no JSON object";
            return why is null ? new(Keys(document.RootElement.Clone())) : null;
        }
        catch (JsonException failure)
        {
            why = $"is no JSON: {failure.Message}";
            return null;
        }
    }

    /// <summary>Whether two components say the same, in whatever order.</summary>
    public static bool AreEqual(
        IReadOnlyDictionary<string, JsonElement> left, IReadOnlyDictionary<string, JsonElement> right) =>
        left.Count == right.Count && left.All(each => right.TryGetValue(each.Key, out var other)
            && JsonElement.DeepEquals(each.Value, other));

    private static Dictionary<string, JsonElement> Keys(JsonElement json) =>
        json.EnumerateObject().ToDictionary(static each => each.Name, static each => each.Value, StringComparer.Ordinal);

    private string? Closed(string part, ImmutableHashSet<string> keys) =>
        !Root.TryGetValue(part, out var json) || json.ValueKind != JsonValueKind.Object ? $"{part} is missing"
        : json.EnumerateObject().FirstOrDefault(each => !keys.Contains(each.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other
            ? $"{part} has the unknown key {other.Name}"
            : json.EnumerateObject().Any(static each => each.Value.ValueKind == JsonValueKind.Null) ? $"{part} has a null" : null;

    private string? WhyNoComponents() =>
        !Root.TryGetValue("components", out var components) || components.ValueKind != JsonValueKind.Object
            ? "components are missing"
            : components.EnumerateObject().Select(static each =>
                !each.Value.TryGetProperty("platform", out var platform) ? $"{each.Name} has no platform"
                : each.Value.EnumerateObject().Count() > 1 && platform.GetString() is not ("device_automation" or "tag")
                    && !each.Value.TryGetProperty("unique_id", out _) ? $"{each.Name} has no unique_id" : null)
                .FirstOrDefault(static why => why is not null);

    private Dictionary<string, JsonElement> Merge(JsonElement json)
    {
        var component = Keys(json);
        if (component.Count == 1)
        {
            return component; // the removal form
        }

        component["device"] = Root["device"];
        foreach (var key in Shared.Where(key => Root.ContainsKey(key) && !IsOwn(key)))
        {
            component[key] = Root[key];
        }

        return component;

        bool IsOwn(string key) => component.ContainsKey(key);
    }
}
