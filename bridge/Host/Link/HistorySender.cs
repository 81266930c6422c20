using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>
/// Sends what waits in the history over one connection, oldest first. A value is forgotten when the broker has it, so that
/// one may come twice and none is lost.
/// </summary>
internal sealed class HistorySender(IMqttClient client, LinkPublisher publisher, LinkContext context)
{
    /// <summary>The pause between two batches: an outage of a night is told in a minute or two, and nobody is swamped.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>What is under way at once; a live message waits for no more than these.</summary>
    private const int Batch = 20;

    private readonly History _history = context.Store.History;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private long _dropped;
    private int _sent;

    /// <summary>True while there may be more to send.</summary>
    public bool HasMore { get; private set; } = true;

    /// <summary>Sends a batch and waits for its acknowledgements. A device whose topic is refused waits for the next connection.</summary>
    public async Task SendSomeAsync(CancellationToken cancellationToken)
    {
        var batch = _history.Oldest(Batch, device => !_refused.Contains(device));
        var sent = batch.Select(value =>
        {
            var message = context.Composer.History(value);
            return (value, message.Topic, Answer: client.PublishAsync(message, cancellationToken).AsTask());
        }).ToArray();
        foreach (var (value, topic, answer) in sent)
        {
            if (publisher.Judge(topic, await answer))
            {
                _history.Remove(value);
                _sent++;
            }
            else
            {
                _refused.Add(value.Device);
            }
        }

        HasMore = batch.Length > 0;
        if (!HasMore && _sent > 0)
        {
            Log.HistorySent(context.Logger, _sent, _history.Dropped - _dropped);
            (_sent, _dropped) = (0, _history.Dropped);
        }
    }
}
