using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>What the broker does with the packets of a client it has let in.</summary>
internal sealed class BrokerSession(LoopbackBroker broker, BrokerClient client, BrokerLink link, TimeSpan keepAlive)
{
    private const byte DisconnectWithWill = 0x04;
    private const byte NoMatchingSubscribers = 0x10;
    private const byte NoSubscriptionExisted = 0x11;
    private const byte Refused = 0x80;
    private const byte TopicFilterInvalid = 0x8F;
    private const byte PacketIdentifierNotFound = 0x92;
    private const byte ReceiveMaximumExceeded = 0x93;
    private const int UnreleasedLimit = 1_000;

    private readonly ReceivedAliases _aliases = new();

    public TimeSpan KeepAlive { get; } = keepAlive;

    public string ClientId => client.Id;

    private ProtocolLevel Level => link.Level;

    /// <summary>Handles one packet; false when it was the last.</summary>
    /// <exception cref="MqttProtocolException">The client broke the protocol.</exception>
    public bool Handle(ReceivedPacket packet)
    {
        lock (broker.Gate)
        {
            return client.Link == link && HandleInTurn(packet); // another connection may have taken over
        }
    }

    private bool HandleInTurn(ReceivedPacket packet)
    {
        var body = packet.Body.Span;
        switch (packet.Header.Type)
        {
            case PacketType.Publish:
                Handle(Publish.Read(packet.Header, packet.Body, Level));
                return true;
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp:
                Handle(packet.Header.Type, Acknowledgement.Read(body, Level));
                return true;
            case PacketType.Subscribe:
                Handle(Subscribe.Read(body, Level));
                return true;
            case PacketType.Unsubscribe:
                Handle(Unsubscribe.Read(body, Level));
                return true;
            case PacketType.PingReq:
                PingReq.Read(body);
                link.Send(PingResp.Write);
                return true;
            case PacketType.Disconnect:
                Handle(Disconnect.Read(body, Level));
                return false;
            default:
                throw MqttProtocolException.ProtocolError($"{packet.Header.Type} is nothing a client may send here.");
        }
    }

    private void Handle(in Publish packet)
    {
        var message = packet with
        {
            Topic = _aliases.Resolve(packet),
            Payload = packet.Payload.ToArray(),
            Properties = packet.Properties?.WithoutHops(),
        };
        var isNew = packet.Qos < 2 || client.Unreleased.Add(packet.Id);
        if (client.Unreleased.Count > UnreleasedLimit)
        {
            throw new MqttProtocolException(ReceiveMaximumExceeded, $"{UnreleasedLimit} messages are unreleased.");
        }

        var isWanted = !isNew || broker.Distribute(message, client);
        if (packet.Qos > 0)
        {
            var type = packet.Qos == 1 ? PacketType.PubAck : PacketType.PubRec;
            link.Send(type, packet.Id, isWanted ? (byte)0 : NoMatchingSubscribers);
        }
    }

    private void Handle(PacketType type, Acknowledgement ack)
    {
        switch (type)
        {
            case PacketType.PubRec:
                client.Outbound.Receive(ack.Id, ack.Reason);
                break;
            case PacketType.PubRel:
                var isKnown = client.Unreleased.Remove(ack.Id);
                link.Send(PacketType.PubComp, ack.Id, isKnown ? (byte)0 : PacketIdentifierNotFound);
                break;
            default:
                client.Outbound.Complete(ack.Id);
                break;
        }
    }

    private void Handle(Subscribe packet)
    {
        var id = packet.Properties?.Number(PropertyId.SubscriptionIdentifier);
        var reasons = packet.Filters.Select(Reason).ToArray();
        var wanted = packet.Filters.Where(IsAcceptable).Select(filter => new BrokerSubscription(filter, id));
        broker.Subscribe(client, [.. wanted], () =>
            link.Send(output => new SubAck(packet.Id, [.. reasons]).Write(output, Level)));
    }

    private void Handle(Unsubscribe packet)
    {
        var reasons = packet.Filters
            .Select(filter => client.Remove(filter) ? (byte)0 : NoSubscriptionExisted)
            .ToArray();
        link.Send(output => new UnsubAck(packet.Id, [.. reasons]).Write(output, Level));
    }

    private void Handle(Disconnect packet)
    {
        if (packet.Reason != DisconnectWithWill)
        {
            client.TakeWill();
        }

        link.SessionExpiry = packet.Properties?.Number(PropertyId.SessionExpiryInterval) ?? link.SessionExpiry;
    }

    private byte Reason(RequestedFilter filter) =>
        IsAcceptable(filter) ? filter.Qos : Level == ProtocolLevel.V5 ? TopicFilterInvalid : Refused;

    private static bool IsAcceptable(RequestedFilter filter) => TopicRules.IsFilter(filter.Filter);
}
