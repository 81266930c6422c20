using System.Collections.Immutable;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Tells Home Assistant what devices are: versions of a message not too close to each other, and what is gone from a
/// device document as removed first, since leaving it out removes nothing.
/// </summary>
internal sealed class DocumentSender(LinkPublisher publisher, LinkContext context)
{
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private long _since;
    private TimeSpan? _wait;

    /// <summary>How long until something may leave that waits now; null for nothing.</summary>
    public TimeSpan? Wait => _wait is not { } wait ? null
        : wait - context.Time.GetElapsedTime(_since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Those of some messages that may leave now, in the form in which they may; the others wait.</summary>
    public IEnumerable<Outgoing> Leaving(IEnumerable<Outgoing> documents)
    {
        foreach (var document in documents)
        {
            if (Next(document) is { } next)
            {
                yield return next;
            }
        }
    }

    /// <summary>Sends what is new of some devices, and what waited and may leave now.</summary>
    public async Task SendAsync(IEnumerable<string> devices, CancellationToken cancellationToken)
    {
        if (Wait == TimeSpan.Zero)
        {
            devices = devices.Union(_waiting.ToArray(), StringComparer.Ordinal);
            _wait = null;
            _waiting.Clear();
        }

        var documents = devices.SelectMany(device => context.Announcement.Documents(device).AsEnumerable()).ToImmutableArray();
        await ClearGoneAsync(documents, cancellationToken);
        await publisher.SendAsync(Leaving(documents), cancellationToken);
    }

    /// <summary>A component that was told in a message of its own is removed by clearing that.</summary>
    /// <param name="documents">All messages that some devices have now.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ClearGoneAsync(ImmutableArray<Outgoing> documents, CancellationToken cancellationToken)
    {
        var wanted = documents.ToLookup(
            document => context.Topics.ParseConfiguration(document.Message.Topic)?.ObjectId, StringComparer.Ordinal);
        var gone = context.Told.Topics
            .Where(topic => context.Topics.ParseConfiguration(topic) is { Key: { } key, Platform: { } platform } address
                && !context.Spared.Has(address.ObjectId, key, platform)
                && wanted[address.ObjectId] is var ofDevice && ofDevice.Any()
                && ofDevice.All(document => document.Message.Topic != topic && !IsDocument(document)))
            .Select(topic => new LedgerEntry(
                topic, wanted[context.Topics.ParseConfiguration(topic)?.ObjectId].First().Device, LedgerKind.Configuration));
        await publisher.ClearAsync([.. gone], cancellationToken);
    }

    private bool IsDocument(Outgoing document) =>
        context.Topics.ParseConfiguration(document.Message.Topic) is { IsDocument: true };

    private Outgoing? Next(Outgoing document)
    {
        var (topic, payload) = (document.Message.Topic, document.Message.Payload);
        var wait = context.Told.Wait(topic, payload);
        if (wait > TimeSpan.Zero)
        {
            Postpone(document.Device, wait);
            return null;
        }

        var objectId = context.Topics.ParseConfiguration(topic)?.ObjectId ?? string.Empty;
        var gone = context.Told.Gone(topic, payload);
        gone = gone.RemoveRange(
            gone.Where(each => context.Spared.Has(objectId, each.Key, each.Value)).Select(static each => each.Key));
        if (gone.IsEmpty || context.Announcement.Removal(document.Device, gone) is not { } removal)
        {
            return document;
        }

        Postpone(document.Device, ToldDocuments.Pace);
        return removal;
    }

    private void Postpone(string device, TimeSpan wait)
    {
        _waiting.Add(device);
        if (Wait is not { } sooner || wait < sooner)
        {
            (_since, _wait) = (context.Time.GetTimestamp(), wait);
        }
    }
}
