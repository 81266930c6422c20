using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>The components of entities that have a second value, events, or versions.</summary>
internal static class CompositeComponent
{
    /// <summary>Full brightness where a light does not say.</summary>
    private const decimal UsualBrightness = 255;

    /// <summary>The fastest speed where a fan does not say.</summary>
    private const decimal UsualSpeed = 100;

    /// <summary>A light in Home Assistant's basic schema.</summary>
    public static Component Light(Component common, Entity light, Entity? brightness, DeviceTopics topics) =>
        Switched(common, light, brightness, Templates.Known, ("brightness_scale", UsualBrightness), topics);

    /// <summary>A cover, moved by words and, where it can, to a position.</summary>
    public static Component Cover(Component common, Entity cover, Entity? position, DeviceTopics topics) => common with
    {
        IsConfirmed = true,
        WriteOwn = json =>
        {
            json.WriteString("payload_open", "OPEN");
            json.WriteString("payload_close", "CLOSE");
            if (cover.Abilities.HasFlag(Abilities.Stop))
            {
                json.WriteString("payload_stop", "STOP");
            }
            else
            {
                json.WriteNull("payload_stop"); // left out, it would be STOP
            }

            if (position?.Aspect is { } aspect)
            {
                json.WriteString("set_position_topic", topics.EntitySet(aspect.Path));
                json.WriteString("position_topic", topics.State);
                json.WriteString("position_template", Templates.Known(position.Key));
            }
        },
    };

    /// <summary>A fan, with speed where it has one.</summary>
    public static Component Fan(Component common, Entity fan, Entity? percentage, DeviceTopics topics) =>
        Switched(common, fan, percentage, Templates.Value, ("speed_range_max", UsualSpeed), topics);

    /// <summary>A valve. One with a position knows no words: it is told numbers, and tells numbers.</summary>
    public static Component Valve(Component common, Entity valve, Entity? position, DeviceTopics topics) => common with
    {
        ValueTemplate = Templates.Value(position?.Key ?? valve.Key),
        CommandTopic = topics.EntitySet(position?.Aspect?.Path ?? valve.Key),
        IsConfirmed = true,
        WriteOwn = json =>
        {
            if (position is not null)
            {
                json.WriteBoolean(KeyNames.ReportsPosition, value: true);
            }
            else
            {
                json.WriteString("payload_open", "OPEN");
                json.WriteString("payload_close", "CLOSE");
            }

            if (valve.Abilities.HasFlag(Abilities.Stop))
            {
                json.WriteString("payload_stop", "STOP");
            }
        },
    };

    /// <summary>An event, which has a topic of its own: Home Assistant passes over retained ones.</summary>
    public static Component Event(Component common, Entity entity, DeviceTopics topics) => common with
    {
        ValueTemplate = null,
        StateTopic = topics.EntityEvent(entity.Key),
        WriteOwn = json =>
        {
            json.WriteStartArray(KeyNames.EventTypes);
            foreach (var type in entity.Options)
            {
                json.WriteStringValue(type);
            }

            json.WriteEndArray();
        },
    };

    /// <summary>The triggers that an event offers to automations, one a type.</summary>
    public static ImmutableArray<Component> Triggers(Entity entity, DeviceTopics topics) =>
    [
        .. entity.Options.Select(type => new Component(Platforms.Trigger, $"{entity.Key}_{KeyOf(type)}")
        {
            ValueTemplate = Templates.Value("event_type"),
            WriteOwn = json =>
            {
                json.WriteString("automation_type", "trigger");
                json.WriteString("type", TriggerType(type));
                json.WriteString("subtype", entity.Key);
                json.WriteString(KeyNames.Topic, topics.EntityEvent(entity.Key));
                json.WriteString("payload", type);
            },
        }),
    ];

    // What a type may be is the user's choice; what a key may be is not.
    private static string KeyOf(string type) => string.Concat(type.ToLowerInvariant().Select(
        static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    // The words for which Home Assistant has translations; others are shown as they are.
    private static string TriggerType(string eventType) => eventType switch
    {
        "press_start" => "button_short_press",
        "press_end" => "button_short_release",
        "long_press_start" => "button_long_press",
        "long_press_end" => "button_long_release",
        _ => eventType,
    };

    /// <summary>An update, which Home Assistant shows by comparing two versions.</summary>
    public static Component Update(Component common, Entity update, Entity? latest, DeviceTopics topics) => common with
    {
        ValueTemplate = Templates.Known(update.Key),
        WriteOwn = json =>
        {
            if (latest is not null)
            {
                json.WriteString("latest_version_topic", topics.State);
                json.WriteString("latest_version_template", Templates.Known(latest.Key));
            }

            if (update.Abilities.HasFlag(Abilities.Install))
            {
                json.WriteString(KeyNames.PayloadInstall, "INSTALL");
            }
        },
    };

    /// <summary>What is on or off, and has a level beside it. Its template of the state has a name of its own.</summary>
    private static Component Switched(
        Component common,
        Entity entity,
        Entity? level,
        Func<string, string> levelTemplate,
        (string Key, decimal Usual) highest,
        DeviceTopics topics) => common with
        {
            ValueTemplate = null,
            DeviceClass = null,
            PayloadOn = "ON",
            PayloadOff = "OFF",
            IsConfirmed = true,
            WriteOwn = json =>
            {
                json.WriteString("state_value_template", Templates.Truth(entity.Key));
                if (level?.Aspect is { } aspect)
                {
                    json.WriteString($"{aspect.Name}_command_topic", topics.EntitySet(aspect.Path));
                    json.WriteString($"{aspect.Name}_state_topic", topics.State);
                    json.WriteString($"{aspect.Name}_value_template", levelTemplate(level.Key));
                    json.WriteNumber(highest.Key, level.Highest ?? highest.Usual);
                }
            },
        };
}
