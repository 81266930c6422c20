using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Bridge.Mqtt.Client;

/// <summary>
/// What has arrived and waits for the consumer, bounded in number and in bytes. QoS 0 has no brake: what finds no room
/// is dropped and counted. A message of QoS 1 or 2 is acknowledged when it is taken, so that the broker holds back more.
/// </summary>
/// <remarks>
/// A broker of MQTT 5 knows the brake in bytes too: it may have <see cref="ReceiveMaximum"/> messages unacknowledged,
/// each no larger than the Maximum Packet Size. So their product is the limit of QoS 1 and 2, which such a broker meets
/// only when it breaks the protocol, or when nobody has taken what earlier connections left. One of 3.1.1 knows neither
/// number; the same limit ends its connection.
/// </remarks>
internal sealed class Inbox : ChannelReader<MqttReceived>
{
    /// <summary>
    /// Messages that may wait, far above <see cref="ReceiveMaximum"/>: mosquitto 2.0 miscounts what is unacknowledged while
    /// a consumer is slow, and sends more than it was told (seen: 201 of 100). While it fits into the bytes that are kept
    /// for it, that is no reason to lose the connection.
    /// </summary>
    public const int Capacity = 10_000;

    /// <summary>The Receive Maximum told to the broker.</summary>
    public const int ReceiveMaximum = 100;

    /// <summary>Messages that wait from which on more of QoS 0 is dropped.</summary>
    public const int DroppableCapacity = 1_000;

    /// <summary>Bytes of QoS 0 from which on more is dropped.</summary>
    public const int DroppableBytes = 16 * 1024 * 1024;

    private readonly Channel<Arrival> _channel = Channel.CreateBounded<Arrival>(Capacity);
    private long _droppableBytes;
    private long _heldBytes;
    private long _dropped;

    /// <inheritdoc/>
    public override Task Completion => _channel.Reader.Completion;

    /// <inheritdoc/>
    public override bool CanCount => true;

    /// <inheritdoc/>
    public override int Count => _channel.Reader.Count;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds a QoS 0 message, or drops it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="size">Its bytes on the wire.</param>
    public void Add(MqttReceived message, int size)
    {
        var hasRoom = Count < DroppableCapacity && Interlocked.Read(ref _droppableBytes) < DroppableBytes;
        if (!hasRoom || !TryWrite(new Arrival(message, size, null, 0), ref _droppableBytes))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Adds a message of QoS 1 or 2; false when the broker has sent more than it may.</summary>
    /// <param name="message">The message.</param>
    /// <param name="size">Its bytes on the wire.</param>
    /// <param name="maximumPacketSize">Bytes of the largest packet that is accepted.</param>
    /// <param name="acknowledge">Called when it is taken.</param>
    /// <param name="id">Its packet identifier.</param>
    public bool Add(MqttReceived message, int size, int maximumPacketSize, Action<ushort> acknowledge, ushort id) =>
        Interlocked.Read(ref _heldBytes) + size <= (long)ReceiveMaximum * maximumPacketSize
        && TryWrite(new Arrival(message, size, acknowledge, id), ref _heldBytes);

    public void Complete() => _channel.Writer.TryComplete();

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out MqttReceived item)
    {
        if (!_channel.Reader.TryRead(out var arrival))
        {
            item = null;
            return false;
        }

        Interlocked.Add(ref arrival.Acknowledge is null ? ref _droppableBytes : ref _heldBytes, -arrival.Size);
        item = arrival.Message;
        arrival.Acknowledge?.Invoke(arrival.Id);
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);

    private bool TryWrite(in Arrival arrival, ref long bytes)
    {
        // Counted first, as the consumer may take it at once.
        Interlocked.Add(ref bytes, arrival.Size);
        if (_channel.Writer.TryWrite(arrival))
        {
            return true;
        }

        Interlocked.Add(ref bytes, -arrival.Size);
        return false;
    }

    private readonly record struct Arrival(MqttReceived Message, int Size, Action<ushort>? Acknowledge, ushort Id);
}
