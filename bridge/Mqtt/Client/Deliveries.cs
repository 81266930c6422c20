using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>Messages from the broker on their way into the inbox (MQTT 5 §4.3, §4.9).</summary>
internal sealed class Deliveries(Inbox inbox, ProtocolLevel level, Action<ushort> sendAcknowledgement)
{
    private const byte ReceiveMaximumExceeded = (byte)MqttReasonCode.ReceiveMaximumExceeded;

    private int _unacknowledged;

    public void Add(in Publish packet)
    {
        if (packet.Properties?.Number(PropertyId.TopicAlias) is { } alias)
        {
            throw new MqttProtocolException(
                (byte)MqttReasonCode.TopicAliasInvalid, $"Topic alias {alias} where none was allowed.");
        }

        var message = new MqttMessage(packet.Topic, packet.Payload.ToArray(), (MqttQos)packet.Qos, packet.Retain)
        {
            Properties = MessageRules.ToProperties(packet.Properties),
        };
        var received = new MqttReceived(message, packet.Duplicate);
        switch (message.Qos)
        {
            case MqttQos.AtMostOnce:
                inbox.Add(received);
                break;
            case MqttQos.AtLeastOnce:
                AddUnacknowledged(received, packet.Id);
                break;
            default:
                throw MqttProtocolException.ProtocolError("A message of QoS 2, which no subscription asked for.");
        }
    }

    private void AddUnacknowledged(MqttReceived received, ushort id)
    {
        var waiting = Interlocked.Increment(ref _unacknowledged);
        var allowed = level == ProtocolLevel.V311 ? Inbox.Capacity : Inbox.ReceiveMaximum; // 3.1.1 cannot tell one
        if (waiting > allowed || !inbox.Add(received, Acknowledge, id))
        {
            throw new MqttProtocolException(
                ReceiveMaximumExceeded, $"{waiting} unacknowledged messages where {allowed} are accepted.");
        }
    }

    private void Acknowledge(ushort id)
    {
        Interlocked.Decrement(ref _unacknowledged);
        sendAcknowledgement(id);
    }
}
