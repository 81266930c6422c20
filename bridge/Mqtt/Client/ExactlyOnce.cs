using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>
/// QoS 2 messages from the broker, from PUBLISH to PUBREL (MQTT 5 §4.3.3): each is handed out once, however often it is
/// sent. PUBREC goes out when the consumer has taken the message. Outlives a connection with the session. Called under the
/// client's gate.
/// </summary>
internal sealed class ExactlyOnce
{
    private readonly Dictionary<ushort, Entry> _open = [];
    private Action<ushort>? _acknowledge;

    /// <summary>Messages sent on this connection that have not been released: they count for the Receive Maximum.</summary>
    public int OnWire { get; private set; }

    /// <summary>A connection begins.</summary>
    /// <param name="acknowledge">Sends PUBREC for an identifier.</param>
    /// <param name="isResumed">The broker knows the same identifiers; else they mean nothing any more.</param>
    public void Attach(Action<ushort> acknowledge, bool isResumed)
    {
        _acknowledge = acknowledge;
        OnWire = 0;
        if (!isResumed)
        {
            _open.Clear();
        }

        foreach (var entry in _open.Values)
        {
            entry.IsOnWire = false;
        }
    }

    public void Detach() => _acknowledge = null;

    /// <summary>A message has come; null when it is known: then it is not to be handed out again.</summary>
    public Entry? Add(ushort id)
    {
        var isKnown = _open.TryGetValue(id, out var entry);
        entry ??= new Entry();
        if (!isKnown)
        {
            if (_open.Count >= Inbox.Capacity)
            {
                throw new MqttProtocolException(
                    (byte)MqttReasonCode.ReceiveMaximumExceeded, $"{_open.Count} messages of QoS 2 are unreleased.");
            }

            _open.Add(id, entry);
        }

        OnWire += entry.IsOnWire ? 0 : 1;
        entry.IsOnWire = true;
        if (entry.IsTaken)
        {
            _acknowledge?.Invoke(id);
        }

        return isKnown ? null : entry;
    }

    /// <summary>The consumer has taken the message.</summary>
    public void Take(ushort id, Entry entry)
    {
        entry.IsTaken = true;
        if (entry.IsOnWire && _open.GetValueOrDefault(id) == entry)
        {
            _acknowledge?.Invoke(id); // else the broker is going to send it again first
        }
    }

    /// <summary>A PUBREL has come.</summary>
    /// <returns>The reason for the PUBCOMP.</returns>
    public MqttReasonCode Release(ushort id)
    {
        if (!_open.TryGetValue(id, out var entry))
        {
            return MqttReasonCode.PacketIdentifierNotFound;
        }

        if (!entry.IsTaken)
        {
            throw MqttProtocolException.ProtocolError($"PUBREL {id} before its PUBREC.");
        }

        _open.Remove(id);
        OnWire -= entry.IsOnWire ? 1 : 0;
        return MqttReasonCode.Success;
    }

    /// <summary>How far one message has come.</summary>
    internal sealed class Entry
    {
        public bool IsTaken { get; set; }

        public bool IsOnWire { get; set; }
    }
}
