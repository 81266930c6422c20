using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Profiles;

/// <summary>The keys of a profile.</summary>
internal static class ProfileKeys
{
    /// <summary>The map of the quantities.</summary>
    public const string Entities = "entities";

    /// <summary>The map of what numbers stand for.</summary>
    public const string Map = "map";

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
        Parse = static text => RawNumber(text) is >= 0 and <= ushort.MaxValue and var address ? (ushort)address : null,
    };

    public static readonly Setting<RegisterType> Type = SettingOf.Choice(
        "type", "How it lies there.", "u16",
        ("u16", RegisterType.U16), ("i16", RegisterType.I16), ("u32", RegisterType.U32), ("i32", RegisterType.I32),
        ("u64", RegisterType.U64), ("i64", RegisterType.I64),
        ("float32", RegisterType.Float32), ("float64", RegisterType.Float64),
        ("bit", RegisterType.Bit), ("ascii", RegisterType.Ascii));

    public static readonly Setting<int> Length = SettingOf.Integer(
        "length", "Registers of a text, two characters each.", 1, 1, 125);

    public static readonly Setting<bool> WordOrder = SettingOf.Choice(
        "word_order", "Which register of several comes first.", "high_first", ("high_first", false), ("low_first", true));

    public static readonly Setting<bool> ByteOrder = SettingOf.Choice(
        "byte_order", "Which byte of a register comes first.", "high_first", ("high_first", false), ("low_first", true));

    public static readonly Setting<int> Bit = SettingOf.Integer(
        "bit", "The one bit of a register that it is, counted from the lowest.", 0, 0, 15);

    public static readonly Setting<ulong> Mask = new("mask", SettingForm.Address, "The bits of the registers that are its own.")
    {
        Default = 0,
        Expected = "bits side by side, such as 0x00F0",
        Parse = static text => RawNumber(text) is > 0 and <= uint.MaxValue and var bits
            && BitOperations.IsPow2(((ulong)bits >> BitOperations.TrailingZeroCount((ulong)bits)) + 1) ? (ulong)bits : null,
    };

    public static readonly Setting<decimal> Factor = SettingOf.Number(
        "factor", "The number in the registers is multiplied by it.", 1, -1_000_000, 1_000_000) with
    {
        Expected = "a number from -1000000 to 1000000, not 0",
        Parse = static text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
            && factor != 0 && Math.Abs(factor) <= 1_000_000 ? factor : null,
    };

    public static readonly Setting<decimal> Offset = SettingOf.Number(
        "offset", "Added after `factor`.", 0, -1_000_000, 1_000_000);

    public static readonly Setting<ImmutableArray<decimal>> Unavailable = new(
        "unavailable", SettingForm.Numbers, "Contents of the registers that say that there is no value.")
    {
        Default = [],
        Expected = "one or more whole numbers, such as 0x8000 or [0x7FFF, 0xFFFF]",
        Parse = static text => text.Split(',').Select(RawNumber).ToArray() is var all && !all.Contains(null)
            ? ImmutableArray.CreateRange(all.OfType<decimal>()) : null,
    };

    public static readonly Setting<decimal> ValueOn = Raw(
        "value_on", "The number that is on; what a button writes. By default 1, and all but `value_off` is read as on.");

    public static readonly Setting<decimal> ValueOff = Raw("value_off", "The number that is off, by default 0.");

    public static readonly Setting<bool> Write = SettingOf.Choice(
        "write", "`many` writes one register by function 16, one coil by 15, for devices that know no 6 or 5.", "auto",
        ("auto", false), ("many", true));

    public static readonly Setting<int> Every = SettingOf.Integer(
        "every", "It is read in each n-th reading, for what seldom changes.", 1, 1, 10_000);

    public static readonly Setting<EntityKind> Kind = SettingOf.Choice(
        "kind", "What it is in Home Assistant; all but the first two can be set.", "sensor",
        ("sensor", EntityKind.Sensor), ("binary_sensor", EntityKind.BinarySensor), ("switch", EntityKind.Switch),
        ("number", EntityKind.Number), ("select", EntityKind.Select), ("button", EntityKind.Button));

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
    public static readonly Setting<decimal> Min = Limit("min", "Lowest value that is possible, or that can be set.");
    public static readonly Setting<decimal> Max = Limit("max", "Highest value that is possible, or that can be set.");
    public static readonly Setting<decimal> Step = SettingOf.Number(
        "step", "Distance of the values that can be set.", 1, 0.000000001m, 1_000_000);

    public static readonly Setting<EntityCategory> Category = SettingOf.Choice(
        "category", "Where Home Assistant shows it.", "none",
        ("none", EntityCategory.None), ("diagnostic", EntityCategory.Diagnostic), ("config", EntityCategory.Config));

    public static readonly Setting<bool> Enabled = SettingOf.Boolean(
        "enabled", "`false` for what few people want.", true);

    /// <summary>The keys of the profile itself.</summary>
    public static readonly ImmutableArray<Setting> OfProfile =
        [Summary, Source, Manufacturer, Model, Baud, Parity, StopBits, Interval, MaxRegisters, MaxGap];

    /// <summary>The keys of any quantity.</summary>
    public static readonly ImmutableArray<Setting> OfAny =
        [Table, Address, Kind, Name, DeviceClass, Category, Enabled, ValueOn, ValueOff, Write, Every];

    /// <summary>The keys that only a quantity in registers has.</summary>
    public static readonly ImmutableArray<Setting> OfRegisters =
    [
        Type, Length, WordOrder, ByteOrder, Bit, Mask, Factor, Offset, Unavailable, Unit, StateClass, Decimals, Min, Max,
        Step,
    ];

    /// <summary>A whole number, decimal or hexadecimal; null for anything else.</summary>
    public static decimal? RawNumber(string text)
    {
        text = text.Trim();
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : null
            : decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static Setting<string> Line(string key, string help) => SettingOf.Text(
        key, help, string.Empty, "a text of one line", static text => text.Length > 0 && !text.Any(char.IsControl));

    private static Setting<decimal> Limit(string key, string help) =>
        SettingOf.Number(key, help, 0, -1_000_000_000_000, 1_000_000_000_000);

    private static Setting<decimal> Raw(string key, string help) => new(key, SettingForm.Address, help)
    {
        Default = 0,
        Expected = "a whole number as it stands in the register, such as 1 or 0xFF00",
        Parse = static text => RawNumber(text),
    };
}
