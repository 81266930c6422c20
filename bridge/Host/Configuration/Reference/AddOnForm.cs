using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Reference;

/// <summary>
/// The form in which the add-on is set up without a file. It is two levels deep, as older Supervisors take no more, and
/// has no defaults: what is empty is not set.
/// </summary>
internal static class AddOnForm
{
    private static readonly Setting Id = SettingOf.Text(
        "id", "Its name in topics and entity ids.", string.Empty, TextForm.DeviceId, TextForm.IsDeviceId) with
    {
        Required = true,
    };

    private static readonly Setting Driver = DeviceKeys.Driver with
    {
        Choices = [.. DriverCatalog.All.Select(static driver => driver.Name)],
    };

    private static readonly Setting Interval = SettingOf.Duration(
        "interval", "Time between two readings; of a device that talks of its own accord, between two published ones.",
        TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(24)) with
    {
        DefaultText = "the driver's",
    };

    private static readonly Setting Address =
        SettingOf.Address("address", "Address on the I²C bus.", 0x76) with { DefaultText = "the driver's" };

    private static readonly Setting More = SettingOf.Text(
        "options", "All other keys of the device, as text of YAML.", string.Empty, "a mapping of YAML");

    /// <summary>Keys of every device; when it publishes goes into <see cref="More"/>.</summary>
    private static readonly ImmutableArray<Setting> OfAll = [.. DeviceKeys.Common.Settings.Except(PublishKeys.All)];

    /// <summary>The groups in their order; the last one, <c>devices</c>, is a list.</summary>
    public static ImmutableArray<KeySet> Groups { get; } =
    [
        .. AllKeys.Paths.Select(static each => each.Keys with
        {
            Name = each.Path.Replace('.', '_'),
            Settings = [.. each.Keys.Settings.Select(InAddOn)],
        }),
        DeviceKeys.Common with
        {
            // The wire stands before what is made of its answers.
            Settings =
            [
                Id, Driver, .. OfAll.Skip(1).TakeWhile(static setting => setting != DeviceKeys.Timeout),
                Interval, DeviceKeys.Bus with { Required = false }, Address, DeviceKeys.Port with { Required = false },
                DeviceKeys.Unit, .. OfAll.SkipWhile(static setting => setting != DeviceKeys.Timeout), More,
            ],
        },
    ];

    private static Setting InAddOn(Setting setting) =>
        setting == MqttKeys.Host ? setting with { DefaultText = "Home Assistant's" }
        : setting == StateKeys.Path ? setting with { DefaultText = "/data/bridge.db" }
        : setting;

    /// <summary>The type of an option in the words of the Supervisor's schema.</summary>
    public static string TypeOf(Setting setting) => Type(setting) + (setting.Required ? string.Empty : "?");

    // Its str takes no number, even where a person means text; a pattern takes both. An option that was emptied is "".
    private static string Type(Setting setting) => setting switch
    {
        _ when setting == Id => $"match({JsonSchema.DeviceId})",
        { Choices.Count: > 0 } => $"list({string.Join('|', setting.Choices)})",
        { Form: SettingForm.Secret } => "password",
        { Form: SettingForm.Boolean } => "bool",
        { Form: SettingForm.Integer } => $"int({setting.Lowest},{setting.Highest})",
        { Form: SettingForm.Duration } => $"match((?i)^$|{SchemaWriting.DurationForm})",
        { Form: SettingForm.Address } => $"match(^$|{SchemaWriting.AddressForm})",
        { Form: SettingForm.Text or SettingForm.List } => "match(.*)",
        _ => throw new NotSupportedException($"{setting.Key}: the add-on's form has no {setting.Form} yet"),
    };
}
