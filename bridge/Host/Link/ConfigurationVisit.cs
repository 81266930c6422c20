using System.Collections.Immutable;
using Bridge.Host.Configuration;
using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Subscribes to the configuration topics and reads what the broker keeps of ours: what Home Assistant was told before, and
/// what its user deleted while nobody listened.
/// </summary>
internal sealed class ConfigurationVisit(IMqttClient client, StatusWatch status, LinkContext context)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(2);

    /// <summary>Some brokers take no more filters at once.</summary>
    private const int FiltersAtOnce = 8;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _states = new(StringComparer.Ordinal);

    /// <summary>Does it; what is heard of other things meanwhile is the status only.</summary>
    /// <param name="subscribe">Subscribes, and tells of a refusal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<MqttSubscription, Task> subscribe, CancellationToken cancellationToken)
    {
        var (filters, known) = Covered();
        var settled = known.Where(static entry => entry.Kind == LedgerKind.Configuration).ToArray();
        var sought = await AskAsync([.. context.Forgotten.Begin().Except(filters, StringComparer.Ordinal)], cancellationToken);
        await SubscribeAsync(filters, subscribe);
        sought = [.. sought, .. await AskLastAsync(cancellationToken)];
        var isBlank = context.Store.Ledger.IsEmpty;
        await HearAsync(Grace, () => known.Any(IsMissing) || !HasHeardAll(isBlank), cancellationToken);
        if (_kept.Count > 0 && settled.Any(IsMissing))
        {
            // A slow broker must not look like a user who deletes.
            await SubscribeAsync([.. filters, context.Topics.AnyState], subscribe);
            await HearAsync(LongGrace, () => settled.Any(IsMissing), cancellationToken);
            await client.UnsubscribeAsync([context.Topics.AnyState], cancellationToken);
        }

        await SeekAsync(sought, filters, cancellationToken);
        context.Told.Begin(_kept);
        if (_kept.Count > 0)
        {
            TakeDeletions(settled.Where(IsMissing));
        }
    }

    private bool IsMissing(LedgerEntry entry) => !_kept.ContainsKey(entry.Topic);

    /// <summary>
    /// While we look for what nobody knows of, the state of the bridge itself, asked for last, says that all is here; where
    /// the ledger is empty, silence alone does.
    /// </summary>
    private bool HasHeardAll(bool isBlank) =>
        !context.Forgotten.IsSought || (!isBlank && _states.Contains(context.Topics.BridgeState));

    private async Task<ImmutableArray<string>> AskLastAsync(CancellationToken cancellationToken) =>
        context.Forgotten.IsSought ? await AskAsync([context.Topics.BridgeState], cancellationToken) : [];

    /// <summary>Reads what there is of devices that are not configured, and enters what the ledger does not know.</summary>
    private async Task SeekAsync(
        ImmutableArray<string> sought, string[] filters, CancellationToken cancellationToken)
    {
        if (!context.Forgotten.IsSought)
        {
            return;
        }

        var strange = await AskAsync(
            [.. context.Forgotten.StrangerFilters().Except([.. filters, .. sought], StringComparer.Ordinal)], cancellationToken);
        await HearAsync(Grace, () => strange.Length > 0, cancellationToken);
        foreach (var some in sought.Concat(strange).Chunk(FiltersAtOnce))
        {
            await client.UnsubscribeAsync([.. some], cancellationToken);
        }

        if (status.Wait is null)
        {
            context.Forgotten.Enter(_kept);
        }
    }

    /// <summary>Subscribes to what is good to know; where that is refused, less is known.</summary>
    private async Task<ImmutableArray<string>> AskAsync(ImmutableArray<string> filters, CancellationToken cancellationToken)
    {
        foreach (var some in filters.Chunk(FiltersAtOnce))
        {
            await client.SubscribeAsync([.. some.Select(Kept)], cancellationToken);
        }

        return filters;
    }

    /// <summary>
    /// A missing configuration is the user's doing only if others are there, and what we keep beside it too: a broker that
    /// was cut off goes back to what it had saved before, and has neither. Nor is it where the device is announced in the
    /// other form: then it is the store that went back.
    /// </summary>
    private void TakeDeletions(IEnumerable<LedgerEntry> missing)
    {
        var deletions = new Deletions(context);
        var forms = _kept.Keys.Select(context.Topics.ParseConfiguration)
            .Select(static address => (address?.ObjectId, address?.IsDocument)).ToHashSet();
        foreach (var entry in missing.Where(entry => _states.Contains(context.Topics.State(entry.Device))
            && context.Topics.ParseConfiguration(entry.Topic) is { } address
            && !forms.Contains((address.ObjectId, !address.IsDocument))))
        {
            deletions.Take(entry.Topic);
        }
    }

    // Without Retain As Published, as for the status.
    private static MqttSubscription Kept(string filter) => new(filter, MqttQos.AtLeastOnce) { NoLocal = true };

    private static async Task SubscribeAsync(string[] filters, Func<MqttSubscription, Task> subscribe)
    {
        foreach (var filter in filters)
        {
            await subscribe(Kept(filter));
        }
    }

    /// <summary>Takes what arrives while something is to come, until nothing comes for a while.</summary>
    private async Task HearAsync(TimeSpan grace, Func<bool> isWaiting, CancellationToken cancellationToken)
    {
        while (isWaiting())
        {
            using var quiet = new CancellationTokenSource(grace, context.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
            try
            {
                Hear((await client.Received.ReadAsync(both.Token)).Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void Hear(MqttMessage message)
    {
        if (message.Topic == context.Topics.Status)
        {
            status.Hear(message);
        }
        else if (context.Topics.ParseConfiguration(message.Topic) is null)
        {
            if (!context.Forgotten.Hear(message))
            {
                _states.Add(message.Topic);
            }
        }
        else if (message.Payload.IsEmpty)
        {
            _kept.Remove(message.Topic);
        }
        else
        {
            _kept[message.Topic] = message.Payload;
        }
    }

    /// <summary>Those of all devices in the present form, and all on which something was told.</summary>
    private (string[] Filters, LedgerEntry[] Known) Covered()
    {
        var (home, topics) = (context.Options.HomeAssistant, context.Topics);
        var inDocuments = home.DiscoveryMode == DiscoveryMode.Device;
        var known = context.Store.Ledger.Where(static entry => entry.Kind <= LedgerKind.Configuration)
            .Select(entry => (Entry: entry, Address: topics.ParseConfiguration(entry.Topic)))
            .Where(static each => each.Address is not null).ToArray();
        var wanted = home.Discovery ? context.Devices.Prepend(null).Select(context.Composer.ObjectId) : [];
        var filters = wanted.Select(objectId => Filter(objectId, inDocuments))
            .Concat(known.Select(each => Filter(each.Address!.Value.ObjectId, each.Address.Value.IsDocument)))
            .Distinct(StringComparer.Ordinal);
        return ([.. filters], [.. known.Select(static each => each.Entry)]);

        string Filter(string objectId, bool isDocument) =>
            isDocument ? topics.Configuration(objectId) : topics.AnyComponent(objectId);
    }
}
