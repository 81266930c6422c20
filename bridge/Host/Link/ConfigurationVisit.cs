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

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _states = new(StringComparer.Ordinal);

    /// <summary>Does it; what is heard of other things meanwhile is the status only.</summary>
    /// <param name="subscribe">Subscribes, and tells of a refusal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<MqttSubscription, Task> subscribe, CancellationToken cancellationToken)
    {
        var (filters, known) = Covered();
        var settled = known.Where(static entry => entry.Kind == LedgerKind.Configuration).ToArray();
        await LookAsync(filters, Grace, known, subscribe, cancellationToken);
        if (_kept.Count > 0 && settled.Any(IsMissing))
        {
            // A slow broker must not look like a user who deletes.
            await LookAsync([.. filters, context.Topics.AnyState], LongGrace, settled, subscribe, cancellationToken);
            await client.UnsubscribeAsync([context.Topics.AnyState], cancellationToken);
        }

        context.Told.Begin(_kept);
        if (_kept.Count > 0)
        {
            TakeDeletions(settled.Where(IsMissing));
        }
    }

    private bool IsMissing(LedgerEntry entry) => !_kept.ContainsKey(entry.Topic);

    /// <summary>
    /// A missing configuration is the user's doing only if others are there, and what we keep beside it too: a broker that
    /// was cut off goes back to what it had saved before, and has neither.
    /// </summary>
    private void TakeDeletions(IEnumerable<LedgerEntry> missing)
    {
        var deletions = new Deletions(context);
        foreach (var entry in missing.Where(entry => _states.Contains(context.Topics.State(entry.Device))))
        {
            deletions.Take(entry.Topic);
        }
    }

    private async Task LookAsync(
        IEnumerable<string> filters,
        TimeSpan grace,
        LedgerEntry[] hoped,
        Func<MqttSubscription, Task> subscribe,
        CancellationToken cancellationToken)
    {
        foreach (var filter in filters)
        {
            // Without Retain As Published, as for the status.
            await subscribe(new(filter, MqttQos.AtLeastOnce) { NoLocal = true });
        }

        while (hoped.Any(IsMissing))
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
            _states.Add(message.Topic);
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
