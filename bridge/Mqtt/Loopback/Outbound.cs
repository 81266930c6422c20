using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>Messages on their way to one client; those of QoS 1 and 2 wait here while it is away (MQTT 5 §4.1, §4.3).</summary>
internal sealed class Outbound(TimeProvider time)
{
    private const byte FirstFailure = 0x80;
    private const byte PacketIdentifierNotFound = 0x92;
    private const byte QuotaExceeded = 0x97;
    private const int QueueLimit = 1_000;

    private readonly Queue<StoredMessage> _waiting = [];

    // In the order of sending. Null for a message that the client has, and that is to be released.
    private readonly OrderedDictionary<ushort, Publish?> _inFlight = [];
    private BrokerLink? _link;
    private ushort _lastId;

    /// <summary>The client is back: sends again what it has not acknowledged.</summary>
    public void Attach(BrokerLink link)
    {
        _link = link;
        foreach (var (id, message) in _inFlight)
        {
            if (message is { } publish)
            {
                link.Send(publish with { Duplicate = true });
            }
            else
            {
                link.Send(PacketType.PubRel, id);
            }
        }

        Pump();
    }

    public void Detach() => _link = null;

    /// <summary>Sends a message, or keeps it while the window is full or the client is away.</summary>
    public void Add(in Publish message)
    {
        if (_link is null && message.Qos == 0)
        {
            return;
        }

        if (_waiting.Count >= QueueLimit || _link is { IsChoked: true })
        {
            if (message.Qos > 0)
            {
                _link?.End(QuotaExceeded); // better a visible end than a hole in what was promised
            }

            return;
        }

        _waiting.Enqueue(new StoredMessage(message, time.GetTimestamp()));
        Pump();
    }

    /// <summary>PUBACK or PUBCOMP: that message is done.</summary>
    public void Complete(ushort id)
    {
        _inFlight.Remove(id);
        Pump();
    }

    /// <summary>PUBREC: the client has the message, or does not want it.</summary>
    public void Receive(ushort id, byte reason)
    {
        var isKnown = _inFlight.Remove(id);
        if (isKnown && reason >= FirstFailure)
        {
            Pump();
            return;
        }

        if (isKnown)
        {
            _inFlight.Add(id, null);
        }

        _link?.Send(PacketType.PubRel, id, isKnown ? (byte)0 : PacketIdentifierNotFound);
    }

    private void Pump()
    {
        while (_link is { } link && _waiting.TryPeek(out var next)
            && (next.Message.Qos == 0 || _inFlight.Count < link.Window))
        {
            _waiting.Dequeue();
            if (next.Aged(time) is not { } message || !link.Fits(message))
            {
                continue;
            }

            if (message.Qos > 0)
            {
                message = message with { Id = TakeId() };
                _inFlight.Add(message.Id, message);
            }

            link.Send(message);
        }
    }

    private ushort TakeId()
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        }
        while (_inFlight.ContainsKey(_lastId));

        return _lastId;
    }
}
