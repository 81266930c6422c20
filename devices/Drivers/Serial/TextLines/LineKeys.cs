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
        ("text", EntityKind.Text), ("light", EntityKind.Light), ("cover", EntityKind.Cover), ("fan", EntityKind.Fan),
        ("valve", EntityKind.Valve));

    public static readonly Setting<string> BrightnessOf = SettingOf.Text(
        "brightness_of", "The light whose brightness it is: 0 to `max` (255).", expected: "the name of another entry");

    public static readonly Setting<string> PositionOf = SettingOf.Text(
        "position_of", "The cover or valve whose position it is: 0 closed to 100 open.",
        expected: "the name of another entry");

    public static readonly Setting<string> SpeedOf = SettingOf.Text(
        "speed_of", "The fan whose speed it is: 0 off to `max` (100), the fastest.",
        expected: "the name of another entry");

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

    public static readonly Setting<string> ValueOpen = SettingOf.Text(
        "value_open", "What stands for open in a line and in a command; `open` is always read.", Movement.Open);

    public static readonly Setting<string> ValueClosed = SettingOf.Text(
        "value_closed", "What stands for closed in a line, and in a command if it is given; `closed` is always read.",
        Movement.Closed);

    public static readonly Setting<string> ValueOpening = SettingOf.Text(
        "value_opening", "What stands in a line for being on the way to open.", Movement.Opening);

    public static readonly Setting<string> ValueClosing = SettingOf.Text(
        "value_closing", "What stands in a line for being on the way to closed.", Movement.Closing);

    public static readonly Setting<string> ValueStopped = SettingOf.Text(
        "value_stopped", "What stands in a line for a cover that came to rest.", Movement.Stopped);

    public static readonly Setting<string> SendOpen = SettingOf.Text(
        "send_open", "What stands for open in a command, where it is not `value_open`.");

    public static readonly Setting<string> SendClose = SettingOf.Text(
        "send_close", "What stands for close in a command; by default `value_closed` if it is given, else `close`.");

    public static readonly Setting<string> SendStop = SettingOf.Text(
        "send_stop", "What stands for stop in a command; without it, nothing can be stopped on its way.");

    public static readonly Setting<string> Command = SettingOf.Text(
        "command", @"What is sent to set it: `{{value}}` is the value, `\n \r \t \\` are line ends, tab and backslash.");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Setting> All =
    [
        Field, Name, Kind, BrightnessOf, PositionOf, SpeedOf, Unit, DeviceClass, StateClass, Category, Min, Max, Step,
        Options, ValueOn, ValueOff, ValueOpen, ValueClosed, ValueOpening, ValueClosing, ValueStopped, SendOpen,
        SendClose, SendStop, Command,
    ];

    private static Setting<decimal> Limit(string key, string help) =>
        SettingOf.Number(key, help, 0, -1_000_000_000_000, 1_000_000_000_000) with { DefaultText = null };
}
