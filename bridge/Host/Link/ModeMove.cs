using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>What is to be said on old configuration topics before their devices are announced in the other form.</summary>
internal sealed class ModeMove
{
    private readonly LinkContext _context;

    /// <summary>What is wanted: by identity, which device it is and the platforms of its components by their keys.</summary>
    private readonly Dictionary<string, Wanted> _wanted = new(StringComparer.Ordinal);

    /// <summary>Takes all messages that are about to be announced.</summary>
    public ModeMove(ImmutableArray<Outgoing> documents, LinkContext context)
    {
        _context = context;
        foreach (var document in documents)
        {
            if (context.Topics.ParseConfiguration(document.Message.Topic) is not { } address)
            {
                continue;
            }

            var components = address is { Key: { } key, Platform: { } platform }
                ? ToldDocuments.None.Add(key, platform)
                : ToldComponents.Read(document.Message.Payload, withRemoved: false);
            var before = _wanted.GetValueOrDefault(address.ObjectId)?.Components;
            _wanted[address.ObjectId] = new(
                document.Device, address.IsDocument, (before ?? ToldDocuments.None).AddRange(components));
        }
    }

    /// <summary>Whether what a topic announced comes back in the other form.</summary>
    public bool IsMoved(LedgerEntry entry) =>
        _context.Topics.ParseConfiguration(entry.Topic) is { } address
        && _wanted.TryGetValue(address.ObjectId, out var wanted)
        && address.IsDocument != wanted.IsDocument
        && (address.Key is null || wanted.Components.GetValueOrDefault(address.Key) == address.Platform);

    /// <summary>Documents that remove what does not come back.</summary>
    public IEnumerable<Outgoing> Removals(IEnumerable<LedgerEntry> moved)
    {
        foreach (var entry in moved)
        {
            if (_context.Topics.ParseConfiguration(entry.Topic) is { IsDocument: true } address
                && _wanted[address.ObjectId] is var wanted
                && ToldDocuments.Without(_context.Told.Components(entry.Topic), wanted.Components) is { IsEmpty: false } gone
                && _context.Announcement.Removal(wanted.Device, gone) is { } removal)
            {
                yield return removal;
            }
        }
    }

    /// <summary>Messages that unload everything else, where they are not there already.</summary>
    public IEnumerable<Outgoing> Unloading(IEnumerable<LedgerEntry> moved) =>
        from entry in moved
        where !_context.Told.IsKept(entry.Topic, Migration.Payload)
            && (_context.Told.IsKept(entry.Topic) || entry.Kind == LedgerKind.Configuration)
        select new Outgoing(
            new(entry.Topic, Migration.Payload, MqttQos.AtLeastOnce, Retain: true), LedgerKind.Unsettled, entry.Device)
        {
            Announces = entry.Announces,
        };

    private sealed record Wanted(string Device, bool IsDocument, ImmutableSortedDictionary<string, string> Components);
}
