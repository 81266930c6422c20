using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>Messages from the broker on their way into the inbox (MQTT 5 §4.3, §4.9).</summary>
/// <param name="inbox">Where they go.</param>
/// <param name="session">Knows the QoS 2 messages that are not released.</param>
/// <param name="level">Version spoken.</param>
/// <param name="acknowledge">Sends PUBACK.</param>
internal sealed class Deliveries(Inbox inbox, ClientSession session, ProtocolLevel level, Action<ushort> acknowledge)
{
    private readonly ReceivedAliases _aliases = new();
    private int _unacknowledged;

    public void Add(in Publish packet)
    {
        var message = new MqttMessage(
            _aliases.Resolve(packet), packet.Payload.ToArray(), (MqttQos)packet.Qos, packet.Retain)
        {
            Properties = MessageRules.ToProperties(packet.Properties),
        };
        var received = new MqttReceived(message, packet.Duplicate)
        {
            SubscriptionIds = packet.Properties?.SubscriptionIds ?? [],
        };
        switch (message.Qos)
        {
            case MqttQos.AtMostOnce:
                inbox.Add(received);
                break;
            case MqttQos.AtLeastOnce:
                var waiting = Interlocked.Increment(ref _unacknowledged);
                Add(received, Acknowledge, packet.Id, waiting);
                break;
            default:
                AddOnce(received, packet.Id);
                break;
        }
    }

    private void AddOnce(MqttReceived received, ushort id)
    {
        lock (session.Gate)
        {
            if (session.Deliveries.Add(id) is { } entry)
            {
                Add(received, Take, id, Volatile.Read(ref _unacknowledged));
            }

            void Take(ushort taken)
            {
                lock (session.Gate)
                {
                    session.Deliveries.Take(taken, entry);
                }
            }
        }
    }

    /// <summary>
    /// Adds what is to be acknowledged. 3.1.1 cannot tell a Receive Maximum: there the inbox is the limit, far above what
    /// brokers send ahead. Reading on only when there is room would be no way out: acknowledgements of our own publishes
    /// come on the same wire, and a consumer that waits for one would wait for ever.
    /// </summary>
    private void Add(MqttReceived received, Action<ushort> taken, ushort id, int waiting)
    {
        var count = waiting + session.Deliveries.OnWire;
        var allowed = level == ProtocolLevel.V311 ? Inbox.Capacity : Inbox.ReceiveMaximum;
        if (count > allowed || !inbox.Add(received, taken, id))
        {
            throw new MqttProtocolException(
                (byte)MqttReasonCode.ReceiveMaximumExceeded,
                $"{count} unacknowledged messages where {allowed} are accepted.");
        }
    }

    private void Acknowledge(ushort id)
    {
        Interlocked.Decrement(ref _unacknowledged);
        acknowledge(id);
    }
}
