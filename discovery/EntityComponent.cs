using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>The component of an entity: the plain form of the platform of its kind.</summary>
internal static class EntityComponent
{
    /// <summary>Widest limits of a number that has none; without them Home Assistant takes 0 to 100.</summary>
    private const decimal Widest = 1_000_000_000;

    /// <summary>Describes <paramref name="entity"/>, which is no aspect of another.</summary>
    public static Component Describe(DiscoveredDevice device, Entity entity)
    {
        var name = WithoutDeviceName(device.Name, entity.Name);
        var shown = device.Overrides.GetValueOrDefault(entity.Key);
        var expiry = EntityOverride.CanExpire(entity) ? shown?.ExpireAfter : null;
        var common = new Component(Platform(entity.Kind), entity.Key)
        {
            ValueTemplate = Templates.Value(entity.Key),
            Name = name,
            IsMain = name is { Length: 0 },
            DeviceClass = entity.DeviceClass,
            Category = entity.Category switch
            {
                EntityCategory.Diagnostic => "diagnostic",
                EntityCategory.Config => "config",
                _ => null,
            },
            EnabledByDefault = entity.EnabledByDefault,
            Icon = entity.Icon,
            EntityId = shown?.DefaultEntityId,
            ExpireAfter = expiry is { } age ? (int)Math.Ceiling(age.TotalSeconds) : null,
            StateTopic = expiry is null ? null : device.Topics.EntityState(entity.Key),
            CommandTopic = entity.CanBeSet ? device.Topics.EntitySet(entity.Key) : null,
        };
        return OfKind(device, entity, common);
    }

    /// <summary>Why no value of it would be taken though the component is; null for no reason.</summary>
    public static string? Contradiction(Entity entity) =>
        entity is { Kind: EntityKind.Sensor, DeviceClass: { } name }
        && SensorClasses.All.GetValueOrDefault(name) is { IsNumeric: false }
        && (entity.StateClass != StateClass.None || entity.DisplayPrecision is not null || entity.Decimals is not null)
            ? $"its values are numbers, which the device class {name} cannot have"
            : null;

    /// <summary>The triggers that an event offers beside itself; none for others.</summary>
    public static ImmutableArray<Component> Triggers(DiscoveredDevice device, Entity entity) =>
        entity.Kind == EntityKind.Event && entity.Abilities.HasFlag(Abilities.Trigger)
            ? CompositeComponent.Triggers(entity, device.Topics)
            : [];

    private static Component OfKind(DiscoveredDevice device, Entity entity, Component common)
    {
        return entity.Kind switch
        {
            EntityKind.Light => CompositeComponent.Light(common, entity, Second(Aspect.Brightness), device.Topics),
            EntityKind.Cover => CompositeComponent.Cover(common, entity, Second(Aspect.Position), device.Topics),
            EntityKind.Fan => CompositeComponent.Fan(common, entity, Second(Aspect.Percentage), device.Topics),
            EntityKind.Valve => CompositeComponent.Valve(common, entity, Second(Aspect.Position), device.Topics),
            EntityKind.Event => CompositeComponent.Event(common, entity, device.Topics),
            EntityKind.Update => CompositeComponent.Update(common, entity, Second(Aspect.Latest), device.Topics),
            _ => OfPlainKind(common, entity),
        };

        Entity? Second(string aspect) => device.Entities.FirstOrDefault(each => each.Aspect == new Aspect(entity.Key, aspect));
    }

    /// <summary>Home Assistant's name of a kind.</summary>
    public static string Platform(EntityKind kind) => kind switch
    {
        EntityKind.BinarySensor => "binary_sensor",
        EntityKind.Switch => "switch",
        EntityKind.Number => "number",
        EntityKind.Select => "select",
        EntityKind.Button => "button",
        EntityKind.Text => "text",
        EntityKind.Light => "light",
        EntityKind.Cover => "cover",
        EntityKind.Fan => "fan",
        EntityKind.Valve => "valve",
        EntityKind.Event => "event",
        EntityKind.Update => "update",
        _ => "sensor",
    };

    private static Component OfPlainKind(Component common, Entity entity) => entity.Kind switch
    {
        EntityKind.BinarySensor => common with { ValueTemplate = Templates.Truth(entity.Key) },
        EntityKind.Switch => common with
        {
            ValueTemplate = Templates.Truth(entity.Key),
            PayloadOn = "ON",
            PayloadOff = "OFF",
            IsConfirmed = true,
        },
        EntityKind.Number => common with
        {
            Unit = Units.Spelled(entity.Unit),
            Lowest = entity.Lowest ?? -Widest,
            Highest = entity.Highest ?? Widest,
            Step = entity.Step ?? ComponentRules.SmallestStep,
        },
        EntityKind.Select => common with { Options = entity.Options, DeviceClass = null },
        EntityKind.Button => common with { ValueTemplate = null, PayloadPress = "PRESS" },
        EntityKind.Text => common with { Highest = ComponentRules.LongestText, Pattern = entity.Pattern, DeviceClass = null },
        _ => common with
        {
            Options = entity.DeviceClass == "enum" || !entity.Options.IsEmpty ? entity.Options : default,
            Unit = Units.Spelled(entity.Unit),
            StateClass = Text(entity.StateClass),
            DisplayPrecision = entity.DisplayPrecision,
        },
    };

    /// <summary>Home Assistant's word for a state class; null for none.</summary>
    public static string? Text(StateClass stateClass) => stateClass switch
    {
        StateClass.Measurement => "measurement",
        StateClass.Total => "total",
        StateClass.TotalIncreasing => "total_increasing",
        _ => null,
    };

    // Home Assistant puts the device's name before the entity's: "Gas" + "Gas reading time" would show it twice.
    private static string? WithoutDeviceName(string deviceName, string? name)
    {
        if (name is null || !name.StartsWith(deviceName, StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        var rest = name[deviceName.Length..];
        return rest.Length == 0 ? "" : rest[0] == ' ' ? rest.Trim() : name;
    }
}
