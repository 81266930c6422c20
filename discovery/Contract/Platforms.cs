using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>The platforms we write, each with the keys that Home Assistant 2026.9 knows there.</summary>
internal static class Platforms
{
    public const string Sensor = "sensor";
    public const string BinarySensor = "binary_sensor";
    public const string Button = "button";

    /// <summary>The keys of a platform, by its name.</summary>
    public static FrozenDictionary<string, KeySet> All { get; } = new Dictionary<string, KeySet>(StringComparer.Ordinal)
    {
        [Sensor] = Of(
            ClassOf([.. SensorClasses.All.Keys]),
            new("expire_after", KeyType.Count),
            new("force_update", KeyType.Boolean),
            new(KeyNames.LastResetTemplate, KeyType.Text),
            new(KeyNames.Options, KeyType.Texts),
            new(KeyNames.StateClass, KeyType.ChoiceOrNull) { Values = SensorClasses.StateClasses },
            new(KeyNames.StateTopic, KeyType.Filter, Required: true),
            new(KeyNames.DisplayPrecision, KeyType.Count),
            new(KeyNames.Unit, KeyType.TextOrNull),
            new(KeyNames.ValueTemplate, KeyType.Text)),
        [BinarySensor] = Of(
            ClassOf(
                "battery", "battery_charging", "carbon_monoxide", "cold", "connectivity", "door", "garage_door", "gas",
                "glass_break", "heat", "light", "lock", "moisture", "motion", "moving", "occupancy", "opening", "plug",
                "power", "presence", "problem", "running", "safety", "smoke", "sound", "tamper", "update", "vibration",
                "window"),
            new("expire_after", KeyType.Count),
            new("force_update", KeyType.Boolean),
            new("off_delay", KeyType.Count),
            new("payload_off", KeyType.Text),
            new("payload_on", KeyType.Text),
            new(KeyNames.StateTopic, KeyType.Filter, Required: true),
            new(KeyNames.ValueTemplate, KeyType.Text)),
        [Button] = Of(
            ClassOf("identify", "restart", "update"),
            new("command_template", KeyType.Text),
            new(KeyNames.CommandTopic, KeyType.Topic, Required: true),
            new(KeyNames.PayloadPress, KeyType.Text),
            new("retain", KeyType.Boolean)),
        ["select"] = Of(
            new("command_template", KeyType.Text),
            new(KeyNames.CommandTopic, KeyType.Topic, Required: true),
            new("optimistic", KeyType.Boolean),
            new(KeyNames.Options, KeyType.Texts, Required: true),
            new("retain", KeyType.Boolean),
            new(KeyNames.StateTopic, KeyType.Filter),
            new(KeyNames.ValueTemplate, KeyType.Text)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static KeySet Of(params ImmutableArray<KeyRule> own) => new([.. KeySet.Entity, .. own]);

    private static KeyRule ClassOf(params ImmutableArray<string> classes) =>
        new(KeyNames.DeviceClass, KeyType.ChoiceOrNull) { Values = classes };
}
