using System.Collections.Frozen;

namespace Bridge.Discovery.Contract;

/// <summary>All keys that Home Assistant knows in one place.</summary>
internal sealed class KeySet(params IEnumerable<KeyRule> rules)
{
    private static readonly KeyRule[] Shared =
    [
        new(KeyNames.Availability, KeyType.AvailabilityList),
        new(KeyNames.AvailabilityMode, KeyType.Choice) { Values = ["all", "any", "latest"] },
        new("availability_template", KeyType.Text),
        new(KeyNames.AvailabilityTopic, KeyType.Filter),
        new("encoding", KeyType.Text),
        new("message_expiry_interval", KeyType.Period),
        new("payload_available", KeyType.Text),
        new("payload_not_available", KeyType.Text),
        new(KeyNames.Qos, KeyType.Qos),
    ];

    /// <summary>The root of a device document; closed.</summary>
    public static KeySet Document { get; } = new(
    [
        .. Shared,
        new(KeyNames.CommandTopic, KeyType.Topic),
        new(KeyNames.StateTopic, KeyType.Filter),
        new(KeyNames.Device, KeyType.Device, Required: true),
        new(KeyNames.Origin, KeyType.Origin, Required: true),
        new(KeyNames.Components, KeyType.Components, Required: true),
    ]);

    /// <summary>The device block; closed.</summary>
    public static KeySet Device { get; } = new(
        new("configuration_url", KeyType.ConfigurationAddress),
        new(KeyNames.Connections, KeyType.TextPairs),
        new(KeyNames.HardwareVersion, KeyType.Text),
        new(KeyNames.Identifiers, KeyType.Texts),
        new(KeyNames.Manufacturer, KeyType.Text),
        new(KeyNames.Model, KeyType.Text),
        new("model_id", KeyType.Text),
        new(KeyNames.Name, KeyType.Text),
        new(KeyNames.SerialNumber, KeyType.Text),
        new(KeyNames.SuggestedArea, KeyType.Text),
        new(KeyNames.SoftwareVersion, KeyType.Text),
        new(KeyNames.ViaDevice, KeyType.Text));

    /// <summary>The origin block; closed.</summary>
    public static KeySet Origin { get; } = new(
        new(KeyNames.Name, KeyType.Text, Required: true),
        new(KeyNames.SupportUrl, KeyType.ConfigurationAddress),
        new(KeyNames.SoftwareVersion, KeyType.Text));

    /// <summary>One entry of an availability list; closed in the root of a document, open in a component.</summary>
    public static KeySet Availability { get; } = new(
        new(KeyNames.Topic, KeyType.Filter, Required: true),
        new("payload_available", KeyType.Text),
        new("payload_not_available", KeyType.Text),
        new(KeyNames.ValueTemplate, KeyType.Text));

    /// <summary>The keys of every entity, to which each platform adds its own.</summary>
    public static IEnumerable<KeyRule> Entity { get; } =
    [
        .. Shared.Where(static rule => rule.Type != KeyType.AvailabilityList),
        new(KeyNames.Availability, KeyType.OpenAvailabilityList),
        new(KeyNames.DefaultEntityId, KeyType.Text),
        new(KeyNames.Device, KeyType.Device),
        new(KeyNames.EnabledByDefault, KeyType.Boolean),
        new(KeyNames.EntityCategory, KeyType.Choice) { Values = ["config", "diagnostic"] },
        new("entity_picture", KeyType.WebAddress),
        new("group", KeyType.Texts),
        new(KeyNames.Icon, KeyType.Icon),
        new("json_attributes_template", KeyType.Text),
        new(KeyNames.AttributesTopic, KeyType.Filter),
        new(KeyNames.Name, KeyType.TextOrNull),
        new(KeyNames.Origin, KeyType.Origin),
        new(KeyNames.UniqueId, KeyType.Text),
        new("visible_by_default", KeyType.Boolean),
    ];

    /// <summary>The keys by name.</summary>
    public FrozenDictionary<string, KeyRule> Rules { get; } =
        rules.ToFrozenDictionary(rule => rule.Name, StringComparer.Ordinal);
}
