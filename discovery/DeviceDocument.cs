using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>The device document of a device on a wire.</summary>
public static class DeviceDocument
{
    private static readonly ImmutableArray<string> Statuses =
        ["ok", "starting", "error", "stale", "unavailable", "disabled"];

    /// <summary>
    /// Describes <paramref name="device"/> to Home Assistant. An entity that Home Assistant would refuse is left out
    /// and named in the findings; the same input gives the same bytes.
    /// </summary>
    public static DiscoveryMessage Write(
        DiscoveryContext context, DiscoveredDevice device, DiscoveryForm? form = null) =>
        Describe(context, device, out var findings).ToMessage(findings, form ?? DiscoveryForm.Usual);

    /// <summary>The same as one message a component, for what does not read device documents.</summary>
    public static ComponentMessages WriteComponents(
        DiscoveryContext context, DiscoveredDevice device, DiscoveryForm? form = null) =>
        Describe(context, device, out var findings).ToComponents(findings, form ?? DiscoveryForm.Usual);

    private static Document Describe(
        DiscoveryContext context, DiscoveredDevice device, out ImmutableArray<Finding> findings)
    {
        var found = ImmutableArray.CreateBuilder<Finding>();
        var document = new Document(context, device.IdentityId)
        {
            Name = device.Name,
            Area = device.Area,
            Info = device.Info,
            Via = context.HasBridge ? context.ObjectId(Ids.Bridge) : null,
            AvailabilityTopic = device.Topics.Availability,
            StateTopic = device.Topics.State,
            Components =
            [
                .. Components(context, device, (key, why) => found.Add(new(
                    Severity.Error, FindingScope.Component, context.ObjectId(device.IdentityId), key, why))),
                .. Diagnostics(context, device.Topics.Diagnostics),
            ],
        };
        findings = found.ToImmutable();
        return document;
    }

    private static IEnumerable<Component> Components(
        DiscoveryContext context, DiscoveredDevice device, Action<string, string> withhold)
    {
        var taken = Entity.ReservedKeys.ToHashSet(StringComparer.Ordinal);
        var keys = device.Entities.Select(static entity => entity.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var entity in device.Entities.Select(entity => Shown(context, device, entity)))
        {
            if (!taken.Add(entity.Key))
            {
                withhold(entity.Key, Taken(entity.Key));
            }
            else if (EntityComponent.Contradiction(entity) is { } contradiction)
            {
                withhold(entity.Key, contradiction);
            }
            else if (entity.Aspect is { } aspect)
            {
                if (!device.Entities.Any(each => each.Key == aspect.Of && Has(each.Kind, aspect.Name)))
                {
                    withhold(entity.Key, $"there is no entity '{aspect.Of}' that could have a {aspect.Name}");
                }
            }
            else
            {
                yield return EntityComponent.Describe(device, entity);
                foreach (var trigger in EntityComponent.Triggers(device, entity))
                {
                    if (!keys.Contains(trigger.Key) && taken.Add(trigger.Key))
                    {
                        yield return trigger;
                    }
                    else
                    {
                        withhold(trigger.Key, Taken(trigger.Key));
                    }
                }
            }
        }
    }

    // The user's words are the last: they are in the user's language already.
    private static Entity Shown(DiscoveryContext context, DiscoveredDevice device, Entity entity)
    {
        var named = entity.Name is { } name ? entity with { Name = EntityNames.In(context.Language, name) } : entity;
        var shown = device.Overrides.GetValueOrDefault(entity.Key)?.Over(named) ?? named;
        return shown.Name is null && !DeviceClasses.AreNames(shown.Kind, shown.DeviceClass)
            ? shown with { Name = EntityNames.In(context.Language, EntityKey.InWords(shown.Key)) }
            : shown;
    }

    private static string Taken(string key) =>
        $"the key '{key}' is reserved or already used by another entity; give it another key";

    private static bool Has(EntityKind kind, string aspect) => kind switch
    {
        EntityKind.Light => aspect == Aspect.Brightness,
        EntityKind.Cover or EntityKind.Valve => aspect == Aspect.Position,
        EntityKind.Fan => aspect == Aspect.Percentage,
        EntityKind.Update => aspect == Aspect.Latest,
        _ => false,
    };

    // They must speak when the device cannot, so they hang on the bridge's availability alone.
    private static ImmutableArray<Component> Diagnostics(DiscoveryContext context, string topic)
    {
        var shared = new Component("sensor", "")
        {
            Category = "diagnostic",
            StateTopic = topic,
            BridgeStatusTopic = context.StatusTopic,
        };
        return
        [
            shared with
            {
                Key = "status",
                Name = EntityNames.In(context.Language, "Status"),
                ValueTemplate = Templates.Value("status"),
                DeviceClass = "enum",
                Options = Statuses,
                AttributesTopic = topic,
            },
            shared with
            {
                Key = "last_success",
                Name = EntityNames.In(context.Language, "Last success"),
                ValueTemplate = Templates.Value("last_success_at"),
                DeviceClass = "timestamp",
                EnabledByDefault = false,
            },
            shared with
            {
                Key = "errors",
                Name = EntityNames.In(context.Language, "Consecutive failures"),
                ValueTemplate = Templates.Value("consecutive_failures"),
                StateClass = "measurement",
                EnabledByDefault = false,
            },
        ];
    }
}
