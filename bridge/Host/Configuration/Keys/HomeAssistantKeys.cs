using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Section <c>home_assistant</c>.</summary>
internal static class HomeAssistantKeys
{
    public static readonly Setting<bool> Discovery = SettingOf.Boolean(
        "discovery", "Whether devices are announced to Home Assistant.", true);

    public static readonly Setting<string> DiscoveryPrefix = SettingOf.Text(
        "discovery_prefix", "First levels of discovery topics, as set in Home Assistant's MQTT integration.",
        "homeassistant", TextForm.Topic, TextForm.IsTopic);

    public static readonly Setting<Configuration.DiscoveryMode> DiscoveryMode = SettingOf.Choice(
        "discovery_mode",
        "`device` announces a device in one document; `component` in one message an entity, for what does not read documents. "
            + "A change keeps entities and their history.",
        "device",
        ("device", Configuration.DiscoveryMode.Device), ("component", Configuration.DiscoveryMode.Component));

    public static readonly Setting<bool> Abbreviations = SettingOf.Boolean(
        "abbreviations", "Whether discovery messages use Home Assistant's short keys; for brokers that refuse large messages.",
        false);

    public static readonly Setting<string> BirthTopic = SettingOf.Text(
        "birth_topic", "Where Home Assistant says that it is there, as set in its MQTT integration.",
        "homeassistant/status", TextForm.Topic, TextForm.IsTopic);

    public static readonly Setting<string> BirthPayload = SettingOf.Text(
        "birth_payload", "What Home Assistant says there; all else is passed over.", "online", "a text of one line", TextForm.IsLine);

    public static readonly Setting<Bridge.Discovery.Language> Language = SettingOf.Choice(
        "language", "Language of entity names; keys, topics and ids stay as they are.", "en",
        ("en", Bridge.Discovery.Language.English), ("de", Bridge.Discovery.Language.German));

    public static readonly Setting<string> ReleaseFile = SettingOf.Text(
        "release_file",
        "A JSON file with `version`, and `title`, `url` and `notes` if there are any, that tells of the newest release of the "
            + "bridge; with it, the bridge has an update entity.",
        expected: "a path") with
    {
        Example = "/var/lib/bridge/release.json",
    };

    public static readonly KeySet Section = new(
        "home_assistant",
        "What Home Assistant is told.",
        [Discovery, DiscoveryPrefix, DiscoveryMode, Abbreviations, BirthTopic, BirthPayload, Language, ReleaseFile]);
}
