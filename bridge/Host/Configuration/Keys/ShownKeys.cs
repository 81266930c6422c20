using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one entity that say how Home Assistant shows it; one without a value takes the driver's away.</summary>
internal static partial class ShownKeys
{
    public static readonly Setting<string> DeviceClass = SettingOf.Text(
        "device_class", "Home Assistant's device class; without a value, none.", string.Empty,
        "a device class such as temperature", TextForm.IsEntityKey) with
    {
        Example = "temperature",
    };

    public static readonly Setting<string> Unit = SettingOf.Text(
        "unit", "The unit that is shown, values are not converted; without a value, none.", string.Empty,
        "a unit as Home Assistant spells it", TextForm.IsLine);

    public static readonly Setting<string> Icon = SettingOf.Text(
        "icon", "Its icon; without a value, Home Assistant's.", string.Empty,
        "an icon such as mdi:thermometer", static text => IconForm().IsMatch(text)) with
    {
        Example = "mdi:thermometer",
    };

    public static readonly Setting<EntityCategory> Category = SettingOf.Choice(
        "category", "Where it is shown; `none`, and without a value, is with the readings.", "none",
        ("none", EntityCategory.None), ("diagnostic", EntityCategory.Diagnostic), ("config", EntityCategory.Config)) with
    {
        DefaultText = "the driver's",
    };

    public static readonly Setting<bool> EnabledByDefault = SettingOf.Boolean(
        "enabled_by_default", "Whether Home Assistant switches it on when it first sees it.", true) with
    {
        DefaultText = "the driver's",
    };

    public static readonly Setting<string> DefaultEntityId = SettingOf.Text(
        "default_entity_id", "Its entity id when Home Assistant first sees it.", string.Empty,
        "an entity id such as sensor.attic_temperature", static text => EntityIdForm().IsMatch(text)) with
    {
        DefaultText = "`{platform}.{device}_{entity}`",
        Example = "sensor.attic_temperature",
    };

    public static readonly Setting<TimeSpan> ExpireAfter = SettingOf.Duration(
        "expire_after",
        "Of a sensor or binary sensor: the age at which Home Assistant shows its value no more, in whole seconds.",
        TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)) with
    {
        DefaultText = null,
        Example = "5m",
    };

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Setting> All =
        [DeviceClass, Unit, Icon, Category, EnabledByDefault, DefaultEntityId, ExpireAfter];

    [GeneratedRegex(@"\A[a-z0-9-]+:[a-z0-9-]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IconForm();

    [GeneratedRegex(@"\A[a-z_]+\.[a-z0-9_]{1,200}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EntityIdForm();
}
