using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one total, below <c>devices.{id}.totals</c>.</summary>
internal static class TotalKeys
{
    public static readonly Setting<TotalKind> Kind = SettingOf.Choice(
        "kind",
        "What it adds up: the rises of a counter, which may begin again at 0; values that say how much has come since the "
            + "last one; or a rate over time.",
        "pulses",
        ("pulses", TotalKind.Pulses),
        ("increments", TotalKind.Increments),
        ("integral", TotalKind.Integral)) with
    {
        Required = true,
        DefaultText = null,
    };

    public static readonly Setting<string> From = SettingOf.Text(
        "from", "The entity that it adds up; a derived one, too.", string.Empty, "the key of an entity, such as power",
        TextForm.IsEntityKey) with
    {
        Required = true,
    };

    public static readonly Setting<decimal> Factor = SettingOf.Number(
        "factor", "What is added is multiplied by it, such as 0.001 for 1000 pulses a kWh.",
        1, 0.000000001m, NumberText.Widest) with
    {
        DefaultText = "1; of power in W, kW or MW to kWh as it must be",
        Example = "0.001",
    };

    public static readonly Setting<TimeSpan> Per = SettingOf.Choice(
        "per", "The time that a rate refers to: `minute` for litres a minute that become litres.", "hour",
        ("second", TimeSpan.FromSeconds(1)), ("minute", TimeSpan.FromMinutes(1)), ("hour", TimeSpan.FromHours(1))) with
    {
        DefaultText = "hour for power, else required for an integral",
    };

    public static readonly Setting<TimeSpan> Gap = SettingOf.Duration(
        "gap", "Two values of a rate that lie further apart add nothing.",
        TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) with
    {
        DefaultText = "the longer of 3 × interval and 5m",
        Example = "10m",
    };

    public static readonly Setting<string> Name = SettingOf.Text(
        "name", "Its name in Home Assistant; by default made from its key.", string.Empty,
        "a text of one line", TextForm.IsLine);

    public static readonly Setting<string> Unit = SettingOf.Text(
        "unit", "Its unit.", string.Empty, "a unit as Home Assistant spells it", TextForm.IsLine) with
    {
        DefaultText = "kWh for power",
    };

    public static readonly Setting<string> DeviceClass = SettingOf.Text(
        "device_class", "Home Assistant's device class.", string.Empty,
        "a device class of sensors, such as energy or water", TextForm.IsEntityKey) with
    {
        DefaultText = "energy for power",
    };

    public static readonly Setting<int> Precision = SettingOf.Integer(
        "precision", "Decimals that are published; it adds with more.", 3, 0, 9);

    public static readonly KeySet Section = new(
        "totals", "Entities that add up another one of the device for ever, by their own key.",
        [
            Kind, From, Factor, Per, Gap, Name, Unit, DeviceClass, Precision, EntityKeys.SetReading, .. PublishKeys.All,
        ]);
}
