using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Every key there is.</summary>
internal static class AllKeys
{
    /// <summary>The end of a key that names a file instead of a secret itself.</summary>
    public const string FileSuffix = "_file";

    /// <summary>All sections but <c>devices</c>.</summary>
    public static readonly ImmutableArray<KeySet> Sections =
    [
        MqttKeys.Section, LoggingKeys.Section, HomeAssistantKeys.Section, StateKeys.Section, HealthKeys.Section,
    ];

    /// <summary>All sections and those inside them, with their paths, such as <c>mqtt.tls</c>.</summary>
    public static IEnumerable<(string Path, KeySet Keys)> Paths => Sections.SelectMany(static section =>
        section.Sections.Select(inner => ($"{section.Name}.{inner.Name}", inner)).Prepend((section.Name, section)));

    /// <summary>The keys of a device with that driver; without a driver, what all have.</summary>
    public static KeySet OfDevice(Driver? driver) => driver is null
        ? DeviceKeys.Common
        : DeviceKeys.Common with
        {
            Settings = [.. DeviceKeys.Common.Settings, .. DeviceKeys.OfKind(driver), .. driver.Settings],
        };

    /// <summary>The keys under which a setting may be written.</summary>
    public static IEnumerable<string> Names(Setting setting) =>
        setting.Form == SettingForm.Secret ? [setting.Key, setting.Key + FileSuffix] : [setting.Key];
}
