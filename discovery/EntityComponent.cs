using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>The component of an entity: the plain form of the platform of its kind.</summary>
internal static class EntityComponent
{
    /// <summary>Widest limits of a number that has none; without them Home Assistant takes 0 to 100.</summary>
    private const decimal Widest = 1_000_000_000;

    /// <summary>Describes <paramref name="entity"/>.</summary>
    public static Component Describe(DiscoveredDevice device, Entity entity)
    {
        var name = WithoutDeviceName(device.Name, entity.Name);
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
            CommandTopic = entity.CanBeSet ? device.Topics.EntitySet(entity.Key) : null,
        };
        return OfKind(common, entity);
    }

    private static string Platform(EntityKind kind) => kind switch
    {
        EntityKind.BinarySensor => "binary_sensor",
        EntityKind.Switch => "switch",
        EntityKind.Number => "number",
        EntityKind.Select => "select",
        EntityKind.Button => "button",
        EntityKind.Text => "text",
        _ => "sensor",
    };

    private static Component OfKind(Component common, Entity entity) => entity.Kind switch
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
            Unit = entity.Unit,
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
            Unit = entity.Unit,
            StateClass = Text(entity.StateClass),
            DisplayPrecision = entity.DisplayPrecision,
        },
    };

    private static string? Text(StateClass stateClass) => stateClass switch
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
