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

    /// <summary>The units of a device class of sensors; empty for one that has none, or any, or is not known.</summary>
    public static ImmutableArray<string> UnitsOf(string deviceClass) =>
        SensorClasses.All.TryGetValue(deviceClass, out var known) ? known.Units ?? [] : [];

    /// <summary>Home Assistant's name of a kind, which entity ids begin with.</summary>
    public static string PlatformOf(EntityKind kind) => EntityComponent.Platform(kind);
}
