using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>
/// What the broker knows of a connected client: subscriptions, will, and the messages on their way to it. Called under the
/// broker's gate, except <see cref="Acknowledge"/> and <see cref="Send"/>.
/// </summary>
internal sealed class BrokerClient
{
    public const byte ServerShuttingDown = 0x8B;
    public const byte SessionTakenOver = 0x8E;
    private const byte QuotaExceeded = 0x97;
    private const int QueueLimit = 1_000;
    private const int QueuedBytesLimit = 4 * 1024 * 1024;
    private const int InFlightLimit = 100;

    private readonly Lock _gate;
    private readonly SendQueue _queue;
    private readonly Connect _connect;
    private readonly int _window;
    private readonly Action<byte> _end;
    private readonly Dictionary<string, RequestedFilter> _subscriptions = [];
    private readonly Queue<Publish> _waiting = [];
    private readonly HashSet<ushort> _unacknowledged = [];
    private Publish? _will;
    private ushort _lastId;
    private bool _isEnded;

    /// <summary>A client that has been accepted.</summary>
    /// <param name="id">Client identifier in force.</param>
    /// <param name="connect">Its CONNECT.</param>
    /// <param name="gate">The send queue's.</param>
    /// <param name="queue">Where its packets go.</param>
    /// <param name="end">Ends its connection with a reason.</param>
    public BrokerClient(string id, Connect connect, Lock gate, SendQueue queue, Action<byte> end)
    {
        (Id, _connect, _gate, _queue, _end) = (id, connect, gate, queue, end);
        _window = (int)Math.Min(
            connect.Properties?.Number(PropertyId.ReceiveMaximum) ?? InFlightLimit, InFlightLimit);
        _will = connect.Will is { } will
            ? new Publish(will.Topic, will.Payload, will.Qos, will.Retain, Properties: will.Properties?.WithoutHops())
            : null;
    }

    public string Id { get; }

    public ProtocolLevel Level => _connect.Level;

    /// <summary>Adds or replaces a subscription; true when it is new.</summary>
    public bool Add(RequestedFilter filter)
    {
        var isNew = !_subscriptions.ContainsKey(filter.Filter);
        _subscriptions[filter.Filter] = filter;
        return isNew;
    }

    public bool Remove(string filter) => _subscriptions.Remove(filter);

    /// <summary>The client said goodbye: no will.</summary>
    public void ForgetWill() => _will = null;

    /// <summary>The will, once.</summary>
    public Publish? TakeWill()
    {
        var will = _will;
        _will = null;
        return will;
    }

    public void End(byte reason) => _end(reason);

    /// <summary>
    /// Delivers a new message if a subscription matches: once, with the highest QoS of those that do (§3.3.4).
    /// </summary>
    /// <returns>Whether one matches.</returns>
    public bool Offer(in Publish message, BrokerClient from)
    {
        var qos = -1;
        var retain = false;
        foreach (var subscription in _subscriptions.Values)
        {
            if ((subscription.NoLocal && from == this) || !TopicRules.Matches(subscription.Filter, message.Topic))
            {
                continue;
            }

            qos = Math.Max(qos, Math.Min(message.Qos, subscription.Qos));
            retain |= subscription.RetainAsPublished && message.Retain;
        }

        if (qos < 0)
        {
            return false;
        }

        Deliver(message, (byte)qos, retain);
        return true;
    }

    /// <summary>Sends a message, or queues it while the client's window is full.</summary>
    public void Deliver(in Publish message, byte qos, bool retain)
    {
        var delivery = message with { Qos = qos, Retain = retain, Duplicate = false, Id = 0 };
        var limit = _connect.Properties?.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue;
        if (FixedHeader.SizeOfPacket(delivery.Length(Level)) > limit)
        {
            return; // §3.1.2.11.4: as if it had been sent
        }

        lock (_gate)
        {
            if (_queue.Queued > QueuedBytesLimit || _waiting.Count >= QueueLimit)
            {
                if (qos > 0)
                {
                    _end(QuotaExceeded); // better a visible end than a hole in what was promised
                }

                return;
            }

            _waiting.Enqueue(delivery);
            Pump();
        }
    }

    /// <summary>The client has acknowledged a delivery.</summary>
    public void Acknowledge(ushort id)
    {
        lock (_gate)
        {
            _unacknowledged.Remove(id);
            Pump();
        }
    }

    /// <summary>Sends a packet.</summary>
    public void Send(Action<System.Buffers.IBufferWriter<byte>> write)
    {
        lock (_gate)
        {
            if (!_isEnded)
            {
                write(_queue.Output);
                _queue.Flush();
            }
        }
    }

    /// <summary>Nothing more is sent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isEnded = true;
            _waiting.Clear();
        }
    }

    private void Pump()
    {
        while (!_isEnded && _waiting.TryPeek(out var next) && (next.Qos == 0 || _unacknowledged.Count < _window))
        {
            _waiting.Dequeue();
            var packet = next.Qos == 0 ? next : next with { Id = TakeId() };
            packet.Write(_queue.Output, Level);
            _queue.Flush();
        }
    }

    private ushort TakeId()
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        }
        while (!_unacknowledged.Add(_lastId));

        return _lastId;
    }
}
