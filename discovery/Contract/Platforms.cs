using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>The platforms, each with the keys that Home Assistant 2026.9 knows there.</summary>
internal static class Platforms
{
    public const string Sensor = "sensor";
    public const string BinarySensor = "binary_sensor";
    public const string Button = "button";
    public const string Number = "number";
    public const string Text = "text";
    public const string Light = "light";
    public const string Cover = "cover";
    public const string Fan = "fan";
    public const string Valve = "valve";
    public const string Event = "event";
    public const string Update = "update";
    public const string Trigger = "device_automation";
    public const string Tag = "tag";

    private static readonly Dictionary<string, KeySet> Plain = new(StringComparer.Ordinal)
    {
        [Sensor] = Of(
            ClassOf([.. SensorClasses.All.Keys]),
            new(KeyNames.ExpireAfter, KeyType.Count),
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
            new(KeyNames.ExpireAfter, KeyType.Count),
            new("force_update", KeyType.Boolean),
            new("off_delay", KeyType.Count),
            new(KeyNames.PayloadOff, KeyType.Text),
            new(KeyNames.PayloadOn, KeyType.Text),
            new(KeyNames.StateTopic, KeyType.Filter, Required: true),
            new(KeyNames.ValueTemplate, KeyType.Text)),
        ["switch"] = Of(
            [
                .. Commanded,
                .. Stated,
                ClassOf("outlet", "switch"),
                new(KeyNames.PayloadOff, KeyType.Text),
                new(KeyNames.PayloadOn, KeyType.Text),
                new("state_off", KeyType.Text),
                new("state_on", KeyType.Text),
            ]),
        [Number] = Of(
            [
                .. Commanded,
                .. Stated,
                ClassOf([.. SensorClasses.All.Values.Where(known => known.IsNumeric).Select(known => known.Name)]),
                new(KeyNames.Highest, KeyType.Number),
                new(KeyNames.Lowest, KeyType.Number),
                new("mode", KeyType.Choice) { Values = ["auto", "box", "slider"] },
                new("payload_reset", KeyType.Text),
                new(KeyNames.Step, KeyType.Number),
                new(KeyNames.Unit, KeyType.TextOrNull),
            ]),
        ["select"] = Of([.. Commanded, .. Stated, new(KeyNames.Options, KeyType.Texts, Required: true)]),
        [Button] = Of(
            [.. Commanded, ClassOf("identify", "restart", "update"), new(KeyNames.PayloadPress, KeyType.Text)]),
        [Text] = Of(
            [
                .. Commanded,
                .. Stated,
                new(KeyNames.Highest, KeyType.Count),
                new(KeyNames.Lowest, KeyType.Count),
                new("mode", KeyType.Choice) { Values = ["password", "text"] },
                new(KeyNames.Pattern, KeyType.Pattern),
            ]),
    };

    /// <summary>The keys of a platform, by its name; of a variant, with <c>.schema</c> behind it.</summary>
    public static FrozenDictionary<string, KeySet> All { get; } = Plain
        .Concat(CompositeTables.All.Concat(OtherTables.All).Select(static table =>
            KeyValuePair.Create(table.Key, Of(table.Key, KeyTable.Read(table.Value)))))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The keys of a component: those of its platform, in the variant that its schema names.</summary>
    /// <param name="platform">One of <see cref="All"/>.</param>
    /// <param name="schema">What its key <c>schema</c> says; null for nothing.</param>
    public static KeySet Of(string platform, string? schema) =>
        All.GetValueOrDefault($"{platform}.{schema?.ToLowerInvariant()}") ?? All[platform];

    /// <summary>Whether Home Assistant finds a platform of that name over MQTT.</summary>
    public static bool IsKnown(string platform) => !platform.Contains('.') && All.ContainsKey(platform);

    /// <summary>Whether a platform makes entities; what does not has no identity of its own in Home Assistant.</summary>
    public static bool HasEntities(string platform) => platform is not (Trigger or Tag);

    /// <summary>What all have that take commands.</summary>
    private static ImmutableArray<KeyRule> Commanded =>
    [
        new("command_template", KeyType.Text),
        new(KeyNames.CommandTopic, KeyType.Topic, Required: true),
        new(KeyNames.Retain, KeyType.Boolean),
    ];

    /// <summary>What all have that take commands and have a state.</summary>
    private static ImmutableArray<KeyRule> Stated =>
    [
        new(KeyNames.Optimistic, KeyType.Boolean),
        new(KeyNames.StateTopic, KeyType.Filter),
        new(KeyNames.ValueTemplate, KeyType.Text),
    ];

    private static KeySet Of(string platform, ImmutableArray<KeyRule> own) =>
        HasEntities(platform) ? Of(own) : new(own);

    private static KeySet Of(params ImmutableArray<KeyRule> own) => new([.. KeySet.Entity, .. own]);

    private static KeyRule ClassOf(params ImmutableArray<string> classes) =>
        new(KeyNames.DeviceClass, KeyType.ChoiceOrNull) { Values = classes };
}
