using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>Words that Home Assistant knows, for who helps a user to find the right one.</summary>
public static class DeviceClasses
{
    /// <summary>The device classes of a kind of entity; empty for kinds that have none.</summary>
    public static ImmutableArray<string> Of(EntityKind kind) =>
        Platforms.All[EntityComponent.Platform(kind)].Rules.TryGetValue(KeyNames.DeviceClass, out var rule) ? rule.Values : [];

    /// <summary>
    /// Whether Home Assistant names an entity without a name by its device class, in the user's language. Else it would be
    /// called after its platform.
    /// </summary>
    public static bool AreNames(EntityKind kind, string? deviceClass) => deviceClass is not null
        && (kind is EntityKind.BinarySensor or EntityKind.Number or EntityKind.Button
            || (kind == EntityKind.Sensor && deviceClass != "enum"));

    /// <summary>A state class where values of the device class can have it, else none; what is no number is left as it is.</summary>
    internal static StateClass Fitting(string? deviceClass, StateClass stateClass) =>
        deviceClass is not null
        && SensorClasses.All.GetValueOrDefault(deviceClass) is { IsNumeric: true } known
        && EntityComponent.Text(stateClass) is { } word
        && !known.StateClasses.Contains(word, StringComparer.Ordinal)
            ? StateClass.None
            : stateClass;

    /// <summary>The units of a device class of sensors; empty for one that has none, or any, or is not known.</summary>
    public static ImmutableArray<string> UnitsOf(string deviceClass) =>
        SensorClasses.All.TryGetValue(deviceClass, out var known) ? known.Units ?? [] : [];

    /// <summary>Home Assistant's name of a kind, which entity ids begin with.</summary>
    public static string PlatformOf(EntityKind kind) => EntityComponent.Platform(kind);
}
