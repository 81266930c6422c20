using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>Publishes: enters the ledger before, and makes an error of the broker's refusal.</summary>
internal sealed class LinkPublisher(IMqttClient client, LinkContext context)
{
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Sends all, in order, and waits until all are acknowledged.</summary>
    /// <param name="group">Made one by one as they are sent, so that a state holds all that was published before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SendAsync(IEnumerable<Outgoing> group, CancellationToken cancellationToken)
    {
        var newest = context.Keeper.Newest;
        var sent = new List<(Outgoing Outgoing, Task<MqttReasonCode> Answer)>();
        foreach (var outgoing in group)
        {
            if (outgoing.Kind <= LedgerKind.Configuration)
            {
                await context.DiscoveryPace.WaitAsync(cancellationToken);
            }

            if (outgoing.Message.Retain)
            {
                Enter(outgoing);
            }

            sent.Add((outgoing, client.PublishAsync(outgoing.Message, cancellationToken).AsTask()));
        }

        foreach (var (outgoing, answer) in sent)
        {
            var isTaken = Judge(outgoing.Message.Topic, await answer);
            if (outgoing is { Kind: LedgerKind.State, Message.Retain: true })
            {
                context.Keeper.Told(outgoing.Device, newest);
            }
            else if (isTaken && outgoing.Kind <= LedgerKind.Configuration)
            {
                context.Told.Keeps(outgoing.Message.Topic);
                context.Store.Enter(outgoing.Entry);
            }
        }
    }

    // A configuration is settled only when the broker has it.
    private void Enter(Outgoing outgoing)
    {
        if (outgoing.Kind > LedgerKind.Configuration)
        {
            context.Store.Enter(outgoing.Entry);
            return;
        }

        if (!context.Told.IsKept(outgoing.Message.Topic))
        {
            context.Store.Enter(outgoing.Entry with { Kind = LedgerKind.Unsettled });
        }

        var objectId = context.Topics.ParseConfiguration(outgoing.Message.Topic)?.ObjectId ?? string.Empty;
        context.Told.Sent(
            outgoing.Message.Topic,
            outgoing.Message.Payload,
            (key, platform) => context.Spared.Has(objectId, key, platform));
    }

    /// <summary>Says the last word.</summary>
    public async Task SendAsync(MqttMessage message, CancellationToken cancellationToken) =>
        Judge(message.Topic, await client.PublishAsync(message, cancellationToken));

    /// <summary>Sends events in order; those that do not reach the broker go back to the outbox.</summary>
    public async Task SendEventsAsync(IEnumerable<MqttMessage> events, CancellationToken cancellationToken)
    {
        var waiting = new Queue<MqttMessage>(events);
        try
        {
            while (waiting.TryPeek(out var message))
            {
                Judge(message.Topic, await client.PublishAsync(message, cancellationToken));
                waiting.Dequeue();
            }
        }
        finally
        {
            context.Outbox.PutBack(waiting);
        }
    }

    /// <summary>
    /// Sends what has happened just now. Goes after what changed: Home Assistant takes no event of a device that it holds
    /// for offline.
    /// </summary>
    public async Task SendHappenedAsync(CancellationToken cancellationToken)
    {
        while (context.Happenings.Take() is var (device, happened))
        {
            await SendAsync(context.Composer.Event(device, happened), cancellationToken);
        }
    }

    /// <summary>
    /// Clears retained topics of ours in the contract's order: configuration, availability, state. A row leaves the ledger
    /// only after the broker's acknowledgement.
    /// </summary>
    /// <returns>How many were cleared.</returns>
    public async Task<int> ClearAsync(IEnumerable<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var cleared = 0;
        foreach (var entry in entries.OrderBy(static entry => entry.Kind))
        {
            if (entry.Kind == LedgerKind.Configuration)
            {
                context.Store.Enter(entry with { Kind = LedgerKind.Unsettled });
            }

            var empty = new MqttMessage(entry.Topic, ReadOnlyMemory<byte>.Empty, MqttQos.AtLeastOnce, Retain: true);
            if (Judge(entry.Topic, await client.PublishAsync(empty, cancellationToken)))
            {
                context.Store.Strike(entry.Topic);
                context.Told.Forget(entry.Topic);
                cleared++;
            }
        }

        return cleared;
    }

    /// <summary>True when the broker took a message; a refusal is told once.</summary>
    public bool Judge(string topic, MqttReasonCode reason)
    {
        if (reason < MqttReasonCode.UnspecifiedError)
        {
            _refused.Remove(topic);
            return true;
        }

        if (_refused.Add(topic))
        {
            var text = $"0x{(byte)reason:X2} {reason}";
            Log.PublishRefused(context.Logger, topic, text);
            context.Facts.LastError = $"the broker refused to publish on {topic}: {text}";
            if (topic != context.Topics.Error)
            {
                context.Outbox.Post(context.Composer.Error(null, "publish_refused", context.Facts.LastError));
            }
        }

        return false;
    }
}
