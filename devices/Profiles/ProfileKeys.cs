using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Profiles;

/// <summary>The keys of a profile.</summary>
internal static partial class ProfileKeys
{
    /// <summary>The map of the quantities.</summary>
    public const string Entities = "entities";

    public static readonly Setting<string> Summary = Line("summary", "What it is and what it measures.");
    public static readonly Setting<string> Source = Line("source", "Where the registers are known from.");
    public static readonly Setting<string> Manufacturer = Line("manufacturer", "Who makes it.");
    public static readonly Setting<string> Model = Line("model", "What is on its label.");
    public static readonly Setting<int> Baud = SettingOf.Integer("baud", "Bits in a second.", 9600, 50, 4_000_000);
    public static readonly Setting<Parity> Parity = SettingOf.Choice(
        "parity", "Parity bit.", "none",
        ("none", Devices.Model.Parity.None), ("even", Devices.Model.Parity.Even), ("odd", Devices.Model.Parity.Odd));

    public static readonly Setting<int> StopBits = SettingOf.Integer("stop_bits", "Stop bits.", 1, 1, 2);
    public static readonly Setting<TimeSpan> Interval = SettingOf.Duration(
        "interval", "Time between two readings.",
        TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));

    public static readonly Setting<int> MaxRegisters = SettingOf.Integer(
        "max_registers", "The most registers that it gives in one answer.", 125, 2, 125);

    public static readonly Setting<int> MaxGap = SettingOf.Integer(
        "max_gap", "Registers in between that may be read along.", 0, 0, 124);

    public static readonly Setting<ModbusTable> Table = SettingOf.Choice(
        "table", "Where it lies.", "holding",
        ("holding", ModbusTable.HoldingRegisters),
        ("input", ModbusTable.InputRegisters),
        ("coil", ModbusTable.Coils),
        ("discrete", ModbusTable.DiscreteInputs));

    public static readonly Setting<ushort> Address = new(
        "address", SettingForm.Address, "Its first register, counted from 0.")
    {
        Default = 0,
        Required = true,
        Expected = "an address from 0 to 65535 or 0x0000 to 0xFFFF, counted from 0",
        Parse = static text => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ushort.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, null, out var hex) ? hex : null
            : ushort.TryParse(text, NumberStyles.None, null, out var number) ? number : null,
    };

    public static readonly Setting<RegisterType> Type = SettingOf.Choice(
        "type", "How it lies there.", "u16",
        ("u16", RegisterType.U16), ("i16", RegisterType.I16), ("u32", RegisterType.U32), ("i32", RegisterType.I32),
        ("float32", RegisterType.Float32), ("bit", RegisterType.Bit));

    public static readonly Setting<bool> LowFirst = SettingOf.Choice(
        "word_order", "Which half of 32 bits comes first.", "high_first", ("high_first", false), ("low_first", true));

    public static readonly Setting<decimal> Factor = SettingOf.Number(
        "factor", "The number in the registers is multiplied by it.", 1, -1_000_000, 1_000_000);

    public static readonly Setting<string> Name = Line("name", "Its name.");
    public static readonly Setting<string> DeviceClass = Line("device_class", "Home Assistant's device class.");
    public static readonly Setting<string> Unit = Line("unit", "Unit, as Home Assistant spells it.");
    public static readonly Setting<StateClass> StateClass = SettingOf.Choice(
        "state_class", "How values relate over time.", "none",
        ("none", Devices.Model.StateClass.None),
        ("measurement", Devices.Model.StateClass.Measurement),
        ("total", Devices.Model.StateClass.Total),
        ("total_increasing", Devices.Model.StateClass.TotalIncreasing));

    public static readonly Setting<int> Decimals = SettingOf.Integer("decimals", "Decimals that are published.", 0, 0, 10);
    public static readonly Setting<decimal> Lowest = Limit("lowest", "Lowest value that is possible.");
    public static readonly Setting<decimal> Highest = Limit("highest", "Highest value that is possible.");
    public static readonly Setting<bool> Diagnostic = SettingOf.Boolean(
        "diagnostic", "Shown with the diagnostics.", false);

    public static readonly Setting<bool> Enabled = SettingOf.Boolean(
        "enabled", "`false` for what few people want.", true);

    /// <summary>The keys of the profile itself.</summary>
    public static readonly ImmutableArray<Setting> OfProfile =
        [Summary, Source, Manufacturer, Model, Baud, Parity, StopBits, Interval, MaxRegisters, MaxGap];

    /// <summary>The keys of a quantity.</summary>
    public static readonly ImmutableArray<Setting> OfEntity =
    [
        Table, Address, Type, LowFirst, Factor, Name, DeviceClass, Unit, StateClass, Decimals, Lowest, Highest, Diagnostic,
        Enabled,
    ];

    /// <summary>True for the key of an entity.</summary>
    public static bool IsKey(string key) => KeyForm().IsMatch(key);

    private static Setting<string> Line(string key, string help) => SettingOf.Text(
        key, help, string.Empty, "a text of one line", static text => text.Length > 0 && !text.Any(char.IsControl));

    private static Setting<decimal> Limit(string key, string help) =>
        SettingOf.Number(key, help, 0, -1_000_000_000_000, 1_000_000_000_000);

    [GeneratedRegex("^[a-z0-9][a-z0-9_]{0,62}\\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyForm();
}
