using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Store;

namespace Bridge.Host.Planning;

/// <summary>What configurations make of one device in Home Assistant.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Identifier">Its identifier in Home Assistant.</param>
/// <param name="Name">Its name.</param>
/// <param name="Entities">Its entities and triggers.</param>
/// <param name="IsComplete">False when there is a configuration of which nobody remembers what it holds.</param>
internal sealed record Announced(
    string Device, string Identifier, string Name, ImmutableArray<AnnouncedEntity> Entities, bool IsComplete)
{
    /// <summary>What a row of the ledger says; null for a topic that no bridge has made.</summary>
    public static Announced? Of(LedgerEntry entry)
    {
        if (entry.Announces is { } text && AnnouncedDevice.Read(text) is { } device)
        {
            return new(entry.Device, device.Identifier, device.Name, device.Entities, IsComplete: true);
        }

        return DiscoveryTopic.Parse(entry.Topic) is { } topic
            ? new(entry.Device, topic.Identifier, entry.Device, [], IsComplete: false)
            : null;
    }

    /// <summary>This, with what another configuration says of the same device.</summary>
    public Announced With(Announced other) => this with
    {
        Entities = Entities.AddRange(other.Entities.Where(entity => Find(entity) is null)),
        IsComplete = IsComplete && other.IsComplete,
    };

    /// <summary>The entity of the same identity; null when there is none.</summary>
    public AnnouncedEntity? Find(AnnouncedEntity entity) =>
        Entities.FirstOrDefault(each => each.Key == entity.Key && each.Platform == entity.Platform);
}
