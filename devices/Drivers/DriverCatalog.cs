using System.Collections.Immutable;
using System.Reflection;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Profiles;

namespace Bridge.Devices.Drivers;

/// <summary>
/// All device types. Each driver file adds one field to <see cref="DriverEntries"/>; this type reads the fields of that
/// one known type, so the trimmer keeps them and there is no list to edit. Each file of <c>Profiles/</c> is one more.
/// </summary>
public static class DriverCatalog
{
    /// <summary>All drivers in the order of their names.</summary>
    public static ImmutableArray<Driver> All { get; } =
    [
        .. typeof(DriverEntries).GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(static field => field.GetValue(null)).OfType<Driver>()
            .Concat(EmbeddedProfiles.All.Select(ModbusMeter.Driver))
            .OrderBy(static driver => driver.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The setting by which the driver <c>modbus</c> is told its profile. A driver that has it is replaced by
    /// <see cref="Of"/> that profile before it is used.
    /// </summary>
    public static Setting<string> Profile => ModbusMeter.Profile;

    /// <summary>The profiles that come with the program.</summary>
    public static ImmutableArray<MeterProfile> Profiles => EmbeddedProfiles.All;

    /// <summary>The device type that a profile makes.</summary>
    public static ModbusDriver Of(MeterProfile profile) => ModbusMeter.Driver(profile) with { Settings = [Profile] };

    /// <summary>The driver of that name, or null.</summary>
    public static Driver? Find(string name) => All.FirstOrDefault(driver => driver.Name == name);
}
