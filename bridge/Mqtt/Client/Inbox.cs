using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Bridge.Mqtt.Client;

/// <summary>
/// What has arrived and waits for the consumer. A QoS 1 message is acknowledged when it is taken, so that the broker
/// holds back more; QoS 0 has no such brake, and what finds no room is dropped and counted.
/// </summary>
internal sealed class Inbox : ChannelReader<MqttReceived>
{
    /// <summary>Messages that may wait.</summary>
    public const int Capacity = 1_000;

    /// <summary>Room kept for QoS 1: the Receive Maximum told to the broker.</summary>
    public const int ReceiveMaximum = 100;

    private readonly Channel<Arrival> _channel = Channel.CreateBounded<Arrival>(Capacity);
    private long _dropped;

    /// <inheritdoc/>
    public override Task Completion => _channel.Reader.Completion;

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <inheritdoc/>
    public override int Count => _channel.Reader.Count;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a QoS 0 message, or drops it.</summary>
    public void Add(MqttReceived message)
    {
        if (Count >= Capacity - ReceiveMaximum || !_channel.Writer.TryWrite(new Arrival(message, null, 0)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Adds a QoS 1 message; false when the broker has sent more than it may.</summary>
    public bool Add(MqttReceived message, Action<ushort> acknowledge, ushort id) =>
        _channel.Writer.TryWrite(new Arrival(message, acknowledge, id));

    public void Complete() => _channel.Writer.TryComplete();

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out MqttReceived item)
    {
        var found = _channel.Reader.TryRead(out var arrival);
        item = arrival.Message;
        arrival.Acknowledge?.Invoke(arrival.Id);
        return found;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);

    private readonly record struct Arrival(MqttReceived Message, Action<ushort>? Acknowledge, ushort Id);
}
