using System.Collections.Immutable;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Brings what the broker keeps to what is configured: clears what is no longer wanted, and moves devices between documents
/// and single messages so that their entities keep their history. Whenever it is cut off, the next connection goes on: the
/// ledger has every topic until the broker has acknowledged that it is empty, and the broker has what was said there last.
/// </summary>
internal sealed class CleanUp(LinkPublisher publisher, LinkContext context)
{
    /// <summary>How long Home Assistant may take to follow new documents to other topics.</summary>
    private static readonly TimeSpan FollowTime = TimeSpan.FromSeconds(5);

    private ImmutableArray<LedgerEntry> _left = [];

    /// <summary>
    /// Enters what is about to be published into the ledger, durably: whatever happens from here on, a later start knows
    /// what to clear. Then clears the configurations that are no longer wanted, once Home Assistant knows what they told,
    /// and makes it let go of those
    /// that are about to come in the other form.
    /// </summary>
    public async Task BeginAsync(ImmutableArray<Outgoing> documents, CancellationToken cancellationToken)
    {
        var ledger = context.Store.Ledger;
        var known = ledger.ToDictionary(static entry => entry.Topic, StringComparer.Ordinal);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var rows = documents.Select(static document => document.Entry)
            .Concat(context.Announcement.SparedEntries()).Concat(context.Composer.Entries());
        foreach (var entry in rows.Where(entry => wanted.Add(entry.Topic)))
        {
            var before = known.GetValueOrDefault(entry.Topic);
            context.Store.Enter((before?.Kind == entry.Kind ? entry : Unsettled(entry)) with
            {
                Announces = before?.Announces ?? entry.Announces, // another one counts when the broker has it
            });
        }

        var orphans = ledger.Where(entry => !wanted.Contains(entry.Topic)).ToArray();
        foreach (var orphan in orphans)
        {
            context.Store.Enter(Unsettled(orphan));
        }

        await context.Store.FlushAsync(cancellationToken);
        var devices = new WantedDevices(documents, context);
        await SendAsync(new Stranded(devices, context).Recalls(ledger), cancellationToken);
        var move = new ModeMove(devices, context);
        var moved = orphans.Where(move.IsMoved).ToArray();
        await ClearAsync(orphans.Where(static entry => entry.Kind <= LedgerKind.Configuration).Except(moved), cancellationToken);
        await MoveAsync(move, moved, cancellationToken);
        _left = [.. orphans.Where(static entry => entry.Kind > LedgerKind.Configuration), .. moved];
    }

    /// <summary>
    /// Clears topics to which entities listened until now: an entity that still does would take the empty message for a
    /// state, and Home Assistant would log an error. And those whose entities have moved, once they have.
    /// </summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(FollowTime, context.Time, cancellationToken);
        await ClearAsync(_left, cancellationToken);
        context.Forgotten.End();
    }

    /// <summary>
    /// Whether a device that is about to be removed may belong to another bridge with a copy of our store, which lost its
    /// connection to us just now.
    /// </summary>
    public bool MayTakeFromAnother =>
        context.Forgotten.IsUnclean
        && context.Store.Ledger.Any(entry => entry.Kind <= LedgerKind.Configuration
            && entry.Device != Topics.Bridge
            && context.Devices.All(device => device.Id != entry.Device));

    private static LedgerEntry Unsettled(LedgerEntry entry) =>
        entry.Kind == LedgerKind.Configuration ? entry with { Kind = LedgerKind.Unsettled } : entry;

    /// <summary>
    /// The first two of the three phases that Home Assistant asks for: what does not come back is removed in the old form,
    /// everything else is unloaded there. The third is to announce, and then to clear the old topics.
    /// </summary>
    private async Task MoveAsync(ModeMove move, LedgerEntry[] moved, CancellationToken cancellationToken)
    {
        if (moved.Length > 0)
        {
            Log.DiscoveryMoves(context.Logger, moved.Length);
        }

        await SendAsync(move.Removals(moved), cancellationToken);
        await SendAsync(move.Unloading(moved), cancellationToken);
    }

    /// <summary>Sends what Home Assistant has to follow before it is told more.</summary>
    private async Task SendAsync(IEnumerable<Outgoing> phase, CancellationToken cancellationToken)
    {
        var messages = phase.ToArray();
        await publisher.SendAsync(messages, cancellationToken);
        if (messages.Length > 0)
        {
            await Task.Delay(ToldDocuments.Pace, context.Time, cancellationToken);
        }
    }

    private async Task ClearAsync(IEnumerable<LedgerEntry> orphans, CancellationToken cancellationToken)
    {
        var cleared = await publisher.ClearAsync(orphans, cancellationToken);
        if (cleared > 0)
        {
            Log.CleanedUp(context.Logger, cleared);
        }
    }
}
