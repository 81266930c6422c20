using System.Buffers;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>The connection of a client that has been let in, as far as others may use it.</summary>
/// <param name="connect">Its CONNECT.</param>
/// <param name="gate">The send queue's.</param>
/// <param name="queue">Where its packets go.</param>
/// <param name="end">Ends the connection with a reason.</param>
internal sealed class BrokerLink(Connect connect, Lock gate, SendQueue queue, Action<byte> end)
{
    private const int InFlightLimit = 100;
    private const int QueuedBytesLimit = 4 * 1024 * 1024;

    private bool _isClosed;

    public ProtocolLevel Level => connect.Level;

    /// <summary>QoS 1 and 2 messages that may be on their way to the client.</summary>
    public int Window { get; } = (int)Math.Min(
        connect.Properties?.Number(PropertyId.ReceiveMaximum) ?? InFlightLimit, InFlightLimit);

    /// <summary>Seconds the session lives on after the connection; 3.1.1 knows only for ever and not at all.</summary>
    public uint SessionExpiry { get; set; } = connect.Level == ProtocolLevel.V5
        ? connect.Properties?.Number(PropertyId.SessionExpiryInterval) ?? 0
        : connect.CleanStart ? 0 : uint.MaxValue;

    /// <summary>More bytes wait for this client than the broker is ready to hold.</summary>
    public bool IsChoked
    {
        get
        {
            lock (gate)
            {
                return queue.Queued > QueuedBytesLimit;
            }
        }
    }

    /// <summary>A larger packet is left out, as if it had been sent (§3.1.2.11.4).</summary>
    public bool Fits(in Publish message) => FixedHeader.SizeOfPacket(message.Length(Level))
        <= (connect.Properties?.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue);

    public void Send(in Publish message)
    {
        lock (gate)
        {
            if (!_isClosed)
            {
                message.Write(queue.Output, Level);
                queue.Flush();
            }
        }
    }

    public void Send(PacketType type, ushort id, byte reason = 0) =>
        Send(output => new Acknowledgement(id, reason, null).Write(output, type, Level));

    public void Send(Action<IBufferWriter<byte>> write)
    {
        lock (gate)
        {
            if (!_isClosed)
            {
                write(queue.Output);
                queue.Flush();
            }
        }
    }

    public void End(byte reason) => end(reason);

    /// <summary>Nothing more is sent.</summary>
    public void Close()
    {
        lock (gate)
        {
            _isClosed = true;
        }
    }
}
