using Bridge.Devices.Model;
using Bridge.Discovery.Contract;
using System.Collections.Immutable;

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
    public static DiscoveryMessage Write(DiscoveryContext context, DiscoveredDevice device)
    {
        var objectId = $"{context.Instance}_{device.IdentityId}";
        var taken = Entity.ReservedKeys.ToHashSet(StringComparer.Ordinal);
        var components = ImmutableArray.CreateBuilder<Component>();
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var entity in device.Entities)
        {
            if (Fault(device, entity, taken) is { } why)
            {
                findings.Add(new(Severity.Error, FindingScope.Component, objectId, entity.Key, why));
            }
            else if (entity.Aspect is null)
            {
                components.Add(EntityComponent.Describe(device, entity));
                components.AddRange(EntityComponent.Triggers(device, entity).Where(each => taken.Add(each.Key)));
            }
        }

        components.AddRange(Diagnostics(context, device.Topics.Diagnostics));
        var document = new Document(context, device.IdentityId)
        {
            Name = device.Name,
            Area = device.Area,
            Info = device.Info,
            Via = $"{context.Instance}_{Ids.Bridge}",
            AvailabilityTopic = device.Topics.Availability,
            StateTopic = device.Topics.State,
            Components = components.ToImmutable(),
        };
        return document.ToMessage(findings.ToImmutable());
    }

    private static string? Fault(DiscoveredDevice device, Entity entity, HashSet<string> taken) =>
        !taken.Add(entity.Key)
            ? $"the key '{entity.Key}' is reserved or already used by another entity; give it another key"
        : entity.Aspect is { } aspect && !device.Entities.Any(each => each.Key == aspect.Of && Has(each.Kind, aspect.Name))
            ? $"there is no entity '{aspect.Of}' that could have a {aspect.Name}"
        : null;

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
                Name = "Status",
                ValueTemplate = Templates.Value("status"),
                DeviceClass = "enum",
                Options = Statuses,
                AttributesTopic = topic,
            },
            shared with
            {
                Key = "last_success",
                Name = "Last success",
                ValueTemplate = Templates.Value("last_success_at"),
                DeviceClass = "timestamp",
                EnabledByDefault = false,
            },
            shared with
            {
                Key = "errors",
                Name = "Consecutive failures",
                ValueTemplate = Templates.Value("consecutive_failures"),
                StateClass = "measurement",
                EnabledByDefault = false,
            },
        ];
    }
}
