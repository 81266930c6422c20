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
    /// what to clear. Then clears the configurations that are no longer wanted, and makes Home Assistant let go of those
    /// that are about to come in the other form.
    /// </summary>
    public async Task BeginAsync(ImmutableArray<Outgoing> documents, CancellationToken cancellationToken)
    {
        var known = context.Store.Ledger.ToDictionary(static entry => entry.Topic, StringComparer.Ordinal);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in documents.Select(static document => document.Entry).Concat(context.Composer.Entries()))
        {
            wanted.Add(entry.Topic);
            var before = known.GetValueOrDefault(entry.Topic);
            context.Store.Enter((before?.Kind == entry.Kind ? entry : Unsettled(entry)) with
            {
                Announces = before?.Announces ?? entry.Announces, // another one counts when the broker has it
            });
        }

        var orphans = known.Values.Where(entry => !wanted.Contains(entry.Topic)).ToArray();
        foreach (var orphan in orphans)
        {
            context.Store.Enter(Unsettled(orphan));
        }

        await context.Store.FlushAsync(cancellationToken);
        var move = new ModeMove(documents, context);
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
    }

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

        foreach (var phase in (IEnumerable<Outgoing>[])[move.Removals(moved), move.Unloading(moved)])
        {
            var messages = phase.ToArray();
            await publisher.SendAsync(messages, cancellationToken);
            if (messages.Length > 0)
            {
                await Task.Delay(ToldDocuments.Pace, context.Time, cancellationToken);
            }
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
