using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// What Home Assistant is to keep as it is although no message tells of it: entities that are withheld for a fault, and those of
/// a device that has yet to tell its entities, as after they were forgotten. Neither must cost the user a history.
/// </summary>
internal sealed class Spared(IStateStore store, Topics topics)
{
    private readonly Dictionary<string, Reason> _devices = new(StringComparer.Ordinal);

    /// <summary>A device was described.</summary>
    /// <param name="objectId">Its identity.</param>
    /// <param name="withheld">The platforms of withheld components by their keys.</param>
    /// <param name="isUntold">True when it has yet to tell its entities.</param>
    public void Note(string objectId, ImmutableSortedDictionary<string, string> withheld, bool isUntold)
    {
        if (withheld.IsEmpty && !isUntold)
        {
            Forget(objectId);
        }
        else
        {
            _devices[objectId] = new(withheld, isUntold);
        }
    }

    /// <summary>Nothing is spared of a device.</summary>
    public void Forget(string objectId) => _devices.Remove(objectId);

    /// <summary>Whether a component that no message tells is to stay.</summary>
    public bool Has(string objectId, string key, string platform) =>
        _devices.TryGetValue(objectId, out var why)
        && (why.IsUntold || why.Withheld.GetValueOrDefault(key) == platform);

    /// <summary>A document whose row of the ledger has what is spared too: else nobody would know later that it is there.</summary>
    public Outgoing In(Outgoing document, string objectId)
    {
        if (document.Announces is not { } text || AnnouncedDevice.Read(text) is not { } told)
        {
            return document;
        }

        var keys = told.Entities.Select(static entity => entity.Key).ToHashSet(StringComparer.Ordinal);
        var more = Known(objectId).Where(entity => !keys.Contains(entity.Key)).ToArray();
        return more.Length == 0 ? document : document with
        {
            Announces = (told with { Entities = [.. told.Entities, .. more] }).ToText(),
        };
    }

    /// <summary>Rows of the ledger for single messages that stay, or would be there.</summary>
    public IEnumerable<LedgerEntry> Entries(string objectId, string device) => Known(objectId).Select(entity =>
        new LedgerEntry(topics.Configuration(entity.Platform, objectId, entity.Key), device, LedgerKind.Configuration)
        {
            Announces = new AnnouncedDevice(objectId, device, [entity]).ToText(),
        });

    /// <summary>What the ledger knows of it.</summary>
    private IEnumerable<AnnouncedEntity> Known(string objectId) => !_devices.ContainsKey(objectId) ? [] : store.Ledger
        .Where(entry => topics.ParseConfiguration(entry.Topic)?.ObjectId == objectId)
        .Select(static entry => entry.Announces is { } text ? AnnouncedDevice.Read(text) : null).OfType<AnnouncedDevice>()
        .SelectMany(static device => device.Entities.AsEnumerable())
        .Where(entity => Has(objectId, entity.Key, entity.Platform))
        .DistinctBy(static entity => entity.Key, StringComparer.Ordinal);

    private sealed record Reason(ImmutableSortedDictionary<string, string> Withheld, bool IsUntold);
}
