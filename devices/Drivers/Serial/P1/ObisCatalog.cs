using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Bridge.Devices.Model;
using static Bridge.Devices.Model.StateClass;

namespace Bridge.Devices.Drivers.Serial.P1;

/// <summary>
/// The OBIS codes of all P1 versions, one row a code and unit, in the order in which they are shown. Sources: DSMR P1
/// 2.2, 3.0, 4.2.2 and 5.0.2 (Netbeheer Nederland), e-MUCS P1 1.7.1 (Fluvius), P1 of Luxembourg (Creos), of Sweden
/// (Swedenergy, HAN 2.0) and of Hungary (E.ON).
/// </summary>
internal static class ObisCatalog
{
    private static readonly ImmutableArray<string> Switch = ["disconnected", "connected", "ready"];

    /// <summary>All rows.</summary>
    public static ImmutableArray<ObisRow> Rows { get; } =
    [
        Energy("1-0:1.8.0", "energy_import", "Energy import"),
        Energy("1-0:1.8.1", "energy_import_t1", "Energy import tariff 1"),
        Energy("1-0:1.8.2", "energy_import_t2", "Energy import tariff 2"),
        Energy("1-0:1.8.3", "energy_import_t3", "Energy import tariff 3"),
        Energy("1-0:1.8.4", "energy_import_t4", "Energy import tariff 4"),
        Energy("1-0:2.8.0", "energy_export", "Energy export"),
        Energy("1-0:2.8.1", "energy_export_t1", "Energy export tariff 1"),
        Energy("1-0:2.8.2", "energy_export_t2", "Energy export tariff 2"),
        Energy("1-0:2.8.3", "energy_export_t3", "Energy export tariff 3"),
        Energy("1-0:2.8.4", "energy_export_t4", "Energy export tariff 4"),
        Hidden(Energy("1-0:15.8.0", "energy_combined", "Energy import plus export")),
        ReactiveEnergy("1-0:3.8.0", "reactive_energy_import", "Reactive energy import"),
        ReactiveEnergy("1-0:3.8.1", "reactive_energy_import_t1", "Reactive energy import tariff 1"),
        ReactiveEnergy("1-0:3.8.2", "reactive_energy_import_t2", "Reactive energy import tariff 2"),
        ReactiveEnergy("1-0:4.8.0", "reactive_energy_export", "Reactive energy export"),
        ReactiveEnergy("1-0:4.8.1", "reactive_energy_export_t1", "Reactive energy export tariff 1"),
        ReactiveEnergy("1-0:4.8.2", "reactive_energy_export_t2", "Reactive energy export tariff 2"),
        Hidden(ReactiveEnergy("1-0:5.8.0", "reactive_energy_q1", "Reactive energy quadrant 1")),
        Hidden(ReactiveEnergy("1-0:6.8.0", "reactive_energy_q2", "Reactive energy quadrant 2")),
        Hidden(ReactiveEnergy("1-0:7.8.0", "reactive_energy_q3", "Reactive energy quadrant 3")),
        Hidden(ReactiveEnergy("1-0:8.8.0", "reactive_energy_q4", "Reactive energy quadrant 4")),
        new("0-0:96.14.0", ObisForm.Tariff, Enum("tariff", "Tariff", ["1", "2"])),
        Power("1-0:1.7.0", "power_import", "Power import"),
        Power("1-0:2.7.0", "power_export", "Power export"),
        Power("1-0:1.4.0", "demand", "Average demand"),
        Power("1-0:1.6.0", "demand_peak", "Highest demand of the month"),
        Time("1-0:1.6.0", "demand_peak_time", "Time of the highest demand"),
        Voltage("1-0:32.7.0", 1),
        Voltage("1-0:52.7.0", 2),
        Voltage("1-0:72.7.0", 3),
        Current("1-0:31.7.0", 1),
        Current("1-0:51.7.0", 2),
        Current("1-0:71.7.0", 3),
        Power("1-0:21.7.0", "power_import_l1", "Power import L1"),
        Power("1-0:41.7.0", "power_import_l2", "Power import L2"),
        Power("1-0:61.7.0", "power_import_l3", "Power import L3"),
        Power("1-0:22.7.0", "power_export_l1", "Power export L1"),
        Power("1-0:42.7.0", "power_export_l2", "Power export L2"),
        Power("1-0:62.7.0", "power_export_l3", "Power export L3"),
        ReactivePower("1-0:3.7.0", "reactive_power_import", "Reactive power import"),
        ReactivePower("1-0:4.7.0", "reactive_power_export", "Reactive power export"),
        ReactivePower("1-0:23.7.0", "reactive_power_import_l1", "Reactive power import L1"),
        ReactivePower("1-0:43.7.0", "reactive_power_import_l2", "Reactive power import L2"),
        ReactivePower("1-0:63.7.0", "reactive_power_import_l3", "Reactive power import L3"),
        ReactivePower("1-0:24.7.0", "reactive_power_export_l1", "Reactive power export L1"),
        ReactivePower("1-0:44.7.0", "reactive_power_export_l2", "Reactive power export L2"),
        ReactivePower("1-0:64.7.0", "reactive_power_export_l3", "Reactive power export L3"),
        Hidden(ReactivePower("1-0:5.7.0", "reactive_power_q1", "Reactive power quadrant 1")),
        Hidden(ReactivePower("1-0:6.7.0", "reactive_power_q2", "Reactive power quadrant 2")),
        Hidden(ReactivePower("1-0:7.7.0", "reactive_power_q3", "Reactive power quadrant 3")),
        Hidden(ReactivePower("1-0:8.7.0", "reactive_power_q4", "Reactive power quadrant 4")),
        PowerFactor("1-0:13.7.0", "power_factor", "Power factor"),
        PowerFactor("1-0:33.7.0", "power_factor_l1", "Power factor L1"),
        PowerFactor("1-0:53.7.0", "power_factor_l2", "Power factor L2"),
        PowerFactor("1-0:73.7.0", "power_factor_l3", "Power factor L3"),
        Number("1-0:14.7.0", new("frequency")
        {
            Name = "Frequency", DeviceClass = "frequency", Unit = "Hz", StateClass = Measurement, Lowest = 0, Highest = 100,
        }),
        Count("0-0:96.7.21", "power_failures", "Power failures"),
        Count("0-0:96.7.9", "long_power_failures", "Long power failures"),
        Count("1-0:32.32.0", "voltage_sags_l1", "Voltage sags L1"),
        Count("1-0:52.32.0", "voltage_sags_l2", "Voltage sags L2"),
        Count("1-0:72.32.0", "voltage_sags_l3", "Voltage sags L3"),
        Count("1-0:32.36.0", "voltage_swells_l1", "Voltage swells L1"),
        Count("1-0:52.36.0", "voltage_swells_l2", "Voltage swells L2"),
        Count("1-0:72.36.0", "voltage_swells_l3", "Voltage swells L3"),
        new("0-0:96.3.10", ObisForm.Switch, Diagnostic(Enum("breaker", "Breaker", Switch))),
        new("0-0:96.50.68", ObisForm.Switch, Diagnostic(Enum("breaker", "Breaker", Switch))),
        Limit("0-0:17.0.0", new("power_limit") { Name = "Power limit", DeviceClass = "power", Unit = "W" }),
        Limit("0-0:17.0.0", new("apparent_power_limit")
        {
            Name = "Apparent power limit", DeviceClass = "apparent_power", Unit = "VA",
        }),
        Limit("0-0:17.0.0", new("current_limit") { Name = "Current limit", DeviceClass = "current", Unit = "A" }),
        Limit("1-0:31.4.0", new("fuse_l1") { Name = "Fuse limit L1", DeviceClass = "current", Unit = "A" }),
        Limit("1-0:51.4.0", new("fuse_l2") { Name = "Fuse limit L2", DeviceClass = "current", Unit = "A" }),
        Limit("1-0:71.4.0", new("fuse_l3") { Name = "Fuse limit L3", DeviceClass = "current", Unit = "A" }),
        new("0-0:96.13.0", ObisForm.Text, Diagnostic(new("text_message") { Name = "Text message" })),
        Time("0-0:1.0.0", "telegram_time", "Telegram time"),
    ];

    /// <summary>The rows' numbers in <see cref="Rows"/> by code.</summary>
    public static FrozenDictionary<ulong, int[]> ByCode { get; } = Rows
        .Select(static (row, index) => (Code: Code(row.Code), Index: index))
        .GroupBy(static each => each.Code, static each => each.Index)
        .ToFrozenDictionary(static group => group.Key, static group => group.ToArray());

    /// <summary>The code in the form of <see cref="ObisLine.Code"/>.</summary>
    public static ulong Code(string text) => ObisLine.TryParseCode(Encoding.ASCII.GetBytes(text), out var code)
        ? code
        : throw new ArgumentException($"'{text}' is no OBIS code", nameof(text));

    /// <summary>The entity of a switch: of a main breaker or of the valve of a gas meter.</summary>
    public static Entity SwitchEntity(string key, string name) => Diagnostic(Enum(key, name, Switch));

    private static ObisRow Energy(string code, string key, string name) => Number(code, new(key)
    {
        Name = name,
        DeviceClass = "energy",
        Unit = "kWh",
        StateClass = TotalIncreasing,
        Lowest = 0,
    });

    private static ObisRow ReactiveEnergy(string code, string key, string name) => Number(code, new(key)
    {
        Name = name,
        DeviceClass = "reactive_energy",
        Unit = "kvarh",
        StateClass = TotalIncreasing,
        Lowest = 0,
    });

    private static ObisRow Power(string code, string key, string name) => Number(code, new(key)
    {
        Name = name,
        DeviceClass = "power",
        Unit = "W",
        StateClass = Measurement,
        Lowest = 0,
        Highest = 10_000_000,
    });

    private static ObisRow ReactivePower(string code, string key, string name) => Number(code, new(key)
    {
        Name = name,
        DeviceClass = "reactive_power",
        Unit = "var",
        StateClass = Measurement,
        Lowest = 0,
        Highest = 10_000_000,
    });

    private static ObisRow Voltage(string code, int phase) => Number(code, new($"voltage_l{phase}")
    {
        Name = $"Voltage L{phase}",
        DeviceClass = "voltage",
        Unit = "V",
        StateClass = Measurement,
        Lowest = 0,
        Highest = 1000,
    });

    private static ObisRow Current(string code, int phase) => Number(code, new($"current_l{phase}")
    {
        Name = $"Current L{phase}",
        DeviceClass = "current",
        Unit = "A",
        StateClass = Measurement,
        Lowest = 0,
        Highest = 10_000,
    });

    private static ObisRow PowerFactor(string code, string key, string name) => Number(code, new(key)
    {
        Name = name,
        DeviceClass = "power_factor",
        StateClass = Measurement,
        Lowest = -1,
        Highest = 1,
    });

    private static ObisRow Count(string code, string key, string name) => Number(
        code, Diagnostic(new(key) { Name = name, StateClass = TotalIncreasing, Lowest = 0 }));

    private static ObisRow Time(string code, string key, string name) => new(
        code, ObisForm.Time, Diagnostic(new(key) { Name = name, DeviceClass = "timestamp" }));

    private static ObisRow Limit(string code, Entity entity) =>
        Number(code, Diagnostic(entity with { Lowest = 0 }));

    private static ObisRow Number(string code, Entity entity) => new(code, ObisForm.Number, entity);

    private static ObisRow Hidden(ObisRow row) => row with { Entity = row.Entity with { EnabledByDefault = false } };

    private static Entity Enum(string key, string name, ImmutableArray<string> options) =>
        new(key) { Name = name, DeviceClass = "enum", Options = options };

    private static Entity Diagnostic(Entity entity) =>
        entity with { Category = EntityCategory.Diagnostic, EnabledByDefault = false };
}
