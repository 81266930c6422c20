using System.Text.Json;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>
/// Messages that tell once more of entities which are gone. Home Assistant removes only what was told to it since it started
/// and was not let go since, and by the topic that told it: what it has in its registry alone must be told again before it
/// can be removed. What they tell shows nothing and does nothing.
/// </summary>
public static class Recall
{
    /// <summary>A device document; null when none of the entities is kept in a registry.</summary>
    /// <param name="gone">The device as it was announced, with the entities that are gone.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="topic">A topic of which nobody ever hears: of states and commands.</param>
    public static ReadOnlyMemory<byte>? Document(AnnouncedDevice gone, string version, string topic) =>
        Describe(gone, version, topic)?.ToMessage([], DiscoveryForm.Usual).Payload;

    /// <summary>The message of a single component; null as for a document.</summary>
    /// <param name="gone">The device with that one entity.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="topic">A topic of which nobody ever hears.</param>
    public static ReadOnlyMemory<byte>? Message(AnnouncedDevice gone, string version, string topic) =>
        Describe(gone, version, topic)?.ToComponents([], DiscoveryForm.Usual).Messages is [var message]
            ? message.Payload
            : default(ReadOnlyMemory<byte>?); // null alone would become an empty message, which removes

    private static Document? Describe(AnnouncedDevice gone, string version, string topic)
    {
        var entities = gone.Entities.Where(static entity => Platforms.HasEntities(entity.Platform)).ToArray();
        return gone.Identifier.Split('_', 2) is [var instance, var identity] && entities.Length > 0
            ? new(new(instance, version, topic), identity)
            {
                Name = gone.Name,
                StateTopic = topic,
                Components = [.. entities.Select(entity => Describe(entity, topic))],
            }
            : null;
    }

    /// <summary>What its platform cannot do without.</summary>
    private static Component Describe(AnnouncedEntity entity, string topic)
    {
        var known = Platforms.Of(entity.Platform, schema: null).Rules;
        return new(entity.Platform, entity.Key)
        {
            EntityId = entity.EntityId,
            CommandTopic = Needs(KeyNames.CommandTopic) ? topic : null,
            Options = Needs(KeyNames.Options) ? ["-"] : default,
            WriteOwn = Needs(KeyNames.EventTypes) ? WriteEventTypes : null,
        };

        bool Needs(string key) => known.TryGetValue(key, out var rule) && rule.Required;
    }

    private static void WriteEventTypes(Utf8JsonWriter json)
    {
        json.WriteStartArray(KeyNames.EventTypes);
        json.WriteStringValue("-");
        json.WriteEndArray();
    }
}
