using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one derived entity, below <c>devices.{id}.derived</c>.</summary>
internal static class DerivedKeys
{
    /// <summary>The word of <see cref="DerivedKind.Expression"/>.</summary>
    public const string ExpressionWord = "expression";

    public static readonly Setting<DerivedKind> Kind = SettingOf.Choice(
        "kind", "How it is calculated; by default the kind that its key names, or `expression` where there is one.",
        ExpressionWord,
        ("dew_point", DerivedKind.DewPoint),
        ("absolute_humidity", DerivedKind.AbsoluteHumidity),
        ("sea_level_pressure", DerivedKind.SeaLevelPressure),
        ("heat_index", DerivedKind.HeatIndex),
        ("apparent_power", DerivedKind.ApparentPower),
        (ExpressionWord, DerivedKind.Expression)) with
    {
        DefaultText = "its key",
    };

    public static readonly Setting<ImmutableArray<string>> From = SettingOf.List(
        "from", "Keys of the two entities it is calculated from.", "two keys, such as [temperature, humidity]") with
    {
        DefaultText = "the kind's",
    };

    public static readonly Setting<decimal> Altitude = SettingOf.Number(
        "altitude", "Height above the sea in metres; `sea_level_pressure` needs it.", 0, -500, 9000) with
    {
        DefaultText = null,
        Example = "120",
    };

    public static readonly Setting<string> Expression = SettingOf.Text(
        ExpressionWord, "Arithmetic over entity keys.", expected: "an expression such as power_import - power_export") with
    {
        Example = "power_import - power_export",
    };

    public static readonly Setting<string> Name = SettingOf.Text(
        "name", "Its name in Home Assistant; by default the kind's, for an expression made from its key.", string.Empty,
        "a text of one line", TextForm.IsLine);

    public static readonly Setting<string> Unit = SettingOf.Text(
        "unit", "Unit of an expression.", string.Empty, "a unit as Home Assistant spells it", TextForm.IsLine);

    public static readonly Setting<string> DeviceClass = SettingOf.Text(
        "device_class", "Home Assistant's device class of an expression.", string.Empty,
        "a device class of sensors, such as power", TextForm.IsEntityKey);

    public static readonly Setting<StateClass> StateClass = SettingOf.Choice(
        "state_class", "How the values of an expression relate over time.", "measurement",
        ("measurement", Devices.Model.StateClass.Measurement),
        ("total", Devices.Model.StateClass.Total),
        ("total_increasing", Devices.Model.StateClass.TotalIncreasing),
        ("none", Devices.Model.StateClass.None));

    public static readonly Setting<int> Precision = SettingOf.Integer(
        "precision", "Decimals that are published.", 0, 0, 9) with
    {
        DefaultText = "the kind's; 3 for an expression",
    };

    public static readonly KeySet Section = new(
        "derived", "Entities that are calculated from others of the device, by their own key.",
        [
            Kind, From, Altitude, Expression, Name, Unit, DeviceClass, StateClass, Precision, .. PublishKeys.All,
        ]);

    /// <summary>Entities that a kind is calculated from where the user names none, with their units.</summary>
    public static ImmutableArray<(string Key, string Unit)> InputsOf(DerivedKind kind) => kind switch
    {
        DerivedKind.SeaLevelPressure => [("pressure", "hPa"), ("temperature", "°C")],
        DerivedKind.ApparentPower => [("voltage", "V"), ("current", "A")],
        DerivedKind.Expression => [],
        _ => [("temperature", "°C"), ("humidity", "%")],
    };
}
