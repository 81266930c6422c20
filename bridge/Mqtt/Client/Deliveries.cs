using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>Messages from the broker on their way into the inbox (MQTT 5 §4.3, §4.9).</summary>
/// <param name="inbox">Where they go.</param>
/// <param name="session">Knows the QoS 2 messages that are not released.</param>
/// <param name="maximumPacketSize">Bytes of the largest packet that is accepted.</param>
/// <param name="acknowledge">Sends PUBACK.</param>
internal sealed class Deliveries(
    Inbox inbox, ClientSession session, int maximumPacketSize, Action<ushort> acknowledge)
{
    private readonly ReceivedAliases _aliases = new();
    private int _unacknowledged;

    /// <summary>A PUBLISH has come.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="size">Its bytes after the fixed header.</param>
    public void Add(in Publish packet, int size)
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
                inbox.Add(received, size);
                break;
            case MqttQos.AtLeastOnce:
                var waiting = Interlocked.Increment(ref _unacknowledged);
                Add(received, size, Acknowledge, packet.Id, waiting);
                break;
            default:
                AddOnce(received, size, packet.Id);
                break;
        }
    }

    private void AddOnce(MqttReceived received, int size, ushort id)
    {
        lock (session.Gate)
        {
            if (session.Deliveries.Add(id) is { } entry)
            {
                Add(received, size, Take, id, Volatile.Read(ref _unacknowledged));
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
    /// Adds what is to be acknowledged. 3.1.1 cannot tell a Receive Maximum, and not every broker keeps to it: so the inbox
    /// is the limit, far above what brokers send ahead. Reading on only when there is room would be no way out: acknowledgements of our own publishes
    /// come on the same wire, and a consumer that waits for one would wait for ever.
    /// </summary>
    private void Add(MqttReceived received, int size, Action<ushort> taken, ushort id, int waiting)
    {
        var count = waiting + session.Deliveries.OnWire;
        if (count > Inbox.Capacity)
        {
            throw TooMuch($"{count} unacknowledged messages where {Inbox.Capacity} are accepted.");
        }

        if (!inbox.Add(received, size, maximumPacketSize, taken, id))
        {
            throw TooMuch($"{count} unacknowledged messages, and no room for the last, of {size} bytes.");
        }
    }

    private static MqttProtocolException TooMuch(string message) =>
        new((byte)MqttReasonCode.ReceiveMaximumExceeded, message);

    private void Acknowledge(ushort id)
    {
        Interlocked.Decrement(ref _unacknowledged);
        acknowledge(id);
    }
}
