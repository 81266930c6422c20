using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>What the broker does with the packets of a client it has let in.</summary>
internal sealed class BrokerSession(LoopbackBroker broker, BrokerClient client, TimeSpan keepAlive)
{
    private const byte DisconnectWithWill = 0x04;
    private const byte NoMatchingSubscribers = 0x10;
    private const byte NoSubscriptionExisted = 0x11;
    private const byte Refused = 0x80;
    private const byte TopicFilterInvalid = 0x8F;
    private const byte TopicAliasInvalid = 0x94;
    private const byte QosNotSupported = 0x9B;
    private const byte MaximumQos = 1;

    public TimeSpan KeepAlive { get; } = keepAlive;

    private ProtocolLevel Level => client.Level;

    /// <summary>Handles one packet; false when it was the last.</summary>
    /// <exception cref="MqttProtocolException">The client broke the protocol.</exception>
    public bool Handle(ReceivedPacket packet)
    {
        var body = packet.Body.Span;
        switch (packet.Header.Type)
        {
            case PacketType.Publish:
                Handle(Publish.Read(packet.Header, packet.Body, Level));
                return true;
            case PacketType.PubAck:
                client.Acknowledge(PubAck.Read(body, Level).Id);
                return true;
            case PacketType.Subscribe:
                Handle(Subscribe.Read(body, Level));
                return true;
            case PacketType.Unsubscribe:
                Handle(Unsubscribe.Read(body, Level));
                return true;
            case PacketType.PingReq:
                PingReq.Read(body);
                client.Send(PingResp.Write);
                return true;
            case PacketType.Disconnect:
                if (Disconnect.Read(body, Level).Reason != DisconnectWithWill)
                {
                    client.ForgetWill();
                }

                return false;
            default:
                throw MqttProtocolException.ProtocolError($"{packet.Header.Type} is nothing a client may send here.");
        }
    }

    private void Handle(in Publish packet)
    {
        if (packet.Qos > MaximumQos)
        {
            throw new MqttProtocolException(QosNotSupported, "QoS 2 is not supported.");
        }

        if (packet.Properties?.Number(PropertyId.TopicAlias) is not null)
        {
            throw new MqttProtocolException(TopicAliasInvalid, "No topic alias was allowed.");
        }

        var message = packet with { Payload = packet.Payload.ToArray(), Properties = packet.Properties?.WithoutHops() };
        var isWanted = broker.Distribute(message, client);
        if (packet.Qos == 1)
        {
            var ack = new PubAck(packet.Id, isWanted ? (byte)0 : NoMatchingSubscribers);
            client.Send(output => ack.Write(output, Level));
        }
    }

    private void Handle(Subscribe packet)
    {
        var reasons = packet.Filters.Select(Reason).ToArray();
        broker.Subscribe(client, [.. packet.Filters.Where(IsAcceptable)], () =>
            client.Send(output => new SubAck(packet.Id, [.. reasons]).Write(output, Level)));
    }

    private void Handle(Unsubscribe packet)
    {
        var reasons = packet.Filters
            .Select(filter => broker.Unsubscribe(client, filter) ? (byte)0 : NoSubscriptionExisted)
            .ToArray();
        client.Send(output => new UnsubAck(packet.Id, [.. reasons]).Write(output, Level));
    }

    private byte Reason(RequestedFilter filter) =>
        IsAcceptable(filter)
            ? Math.Min(filter.Qos, MaximumQos)
            : Level == ProtocolLevel.V5 ? TopicFilterInvalid : Refused;

    private static bool IsAcceptable(RequestedFilter filter) => TopicRules.IsFilter(filter.Filter);
}
