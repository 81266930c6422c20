using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>The keys of one entry of <c>values</c>.</summary>
internal static class LineKeys
{
    public static readonly Setting<string> Field = SettingOf.Text(
        "field", "Where it stands in a line: group, column, key or JSON path; by default the entry's own name.");

    public static readonly Setting<string> Name = SettingOf.Text(
        "name", "Its name in Home Assistant; by default made from the entry's name.");

    public static readonly Setting<EntityKind> Kind = SettingOf.Choice(
        "kind",
        "What it is in Home Assistant; an `event` has its types as `options`; all after it can be set and need a `command`.",
        "sensor",
        ("sensor", EntityKind.Sensor), ("binary_sensor", EntityKind.BinarySensor), ("event", EntityKind.Event),
        ("switch", EntityKind.Switch),
        ("number", EntityKind.Number), ("select", EntityKind.Select), ("button", EntityKind.Button),
        ("text", EntityKind.Text));

    public static readonly Setting<string> Unit = SettingOf.Text(
        "unit", "Unit, as Home Assistant spells it; its values must be numbers then.");

    public static readonly Setting<string> DeviceClass = SettingOf.Text(
        "device_class", "Home Assistant's device class, such as `temperature`.");

    public static readonly Setting<StateClass> StateClass = SettingOf.Choice(
        "state_class", "How its values relate over time; its values must be numbers when it is given.", "none",
        ("none", Model.StateClass.None), ("measurement", Model.StateClass.Measurement),
        ("total", Model.StateClass.Total), ("total_increasing", Model.StateClass.TotalIncreasing));

    public static readonly Setting<EntityCategory> Category = SettingOf.Choice(
        "category", "Where Home Assistant shows it.", "none",
        ("none", EntityCategory.None), ("diagnostic", EntityCategory.Diagnostic), ("config", EntityCategory.Config));

    public static readonly Setting<decimal> Min = Limit("min", "Lowest value; lower ones are invalid.");

    public static readonly Setting<decimal> Max = Limit("max", "Highest value; higher ones are invalid.");

    public static readonly Setting<decimal> Step = Limit("step", "Distance of the values that a number can be set to.");

    public static readonly Setting<ImmutableArray<string>> Options = SettingOf.List(
        "options", "All texts that a select or sensor can have; the types of an event.", "a list of texts");

    public static readonly Setting<string> ValueOn = SettingOf.Text(
        "value_on", "What stands for on in a line and in a command; `true on yes 1` are always read.", "1");

    public static readonly Setting<string> ValueOff = SettingOf.Text(
        "value_off", "What stands for off in a line and in a command; `false off no 0` are always read.", "0");

    public static readonly Setting<string> Command = SettingOf.Text(
        "command", @"What is sent to set it: `{{value}}` is the value, `\n \r \t \\` are line ends, tab and backslash.");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Setting> All =
    [
        Field, Name, Kind, Unit, DeviceClass, StateClass, Category, Min, Max, Step, Options, ValueOn, ValueOff, Command,
    ];

    private static Setting<decimal> Limit(string key, string help) =>
        SettingOf.Number(key, help, 0, -1_000_000_000_000, 1_000_000_000_000) with { DefaultText = null };
}
