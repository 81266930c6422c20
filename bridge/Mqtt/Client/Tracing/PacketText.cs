using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;
using static Bridge.Mqtt.Client.Tracing.TraceWords;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>
/// A packet in one line, in the terms of the standard. Of what may be secret (payloads, user name, password, will,
/// authentication and correlation data, values of user properties) it tells the presence or the size only.
/// </summary>
/// <param name="level">Version spoken.</param>
internal sealed class PacketText(ProtocolLevel level)
{
    // Of one direction of one connection (§3.3.2.3.4); a peer that sets more than it may is left at once.
    private readonly Dictionary<uint, string> _aliases = [];

    /// <summary>The line of one packet; never throws, whatever the bytes are.</summary>
    public string Of(FixedHeader header, ReadOnlyMemory<byte> body)
    {
        try
        {
            return Join(Type(header), Fields(header, body));
        }
        catch (MqttProtocolException wrong)
        {
            return $"{Name(header)}, malformed: {Harmless(wrong.Message.AsClause())}";
        }
    }

    /// <summary>A packet of which nothing is known but its fixed header.</summary>
    public static string Name(FixedHeader header) => $"{Type(header)} remaining-length {header.Length}";

    private static string Type(FixedHeader header) => header.Type.ToString().ToUpperInvariant();

    private string Fields(FixedHeader header, ReadOnlyMemory<byte> packet)
    {
        var body = packet.Span;
        string Reason(byte reason) => ReasonText.Of(reason, header.Type);
        switch (header.Type)
        {
            case PacketType.Connect:
                return Of(Connect.Read(body));
            case PacketType.ConnAck:
                return Of(ConnAck.Read(body, level));
            case PacketType.Publish:
                return Of(Publish.Read(header, packet, level));
            case PacketType.Subscribe:
                var subscribe = Subscribe.Read(body, level);
                return Of(subscribe.Id, subscribe.Properties, subscribe.Filters.Select(Of));
            case PacketType.SubAck:
                var subAck = SubAck.Read(body, level);
                return Of(subAck.Id, subAck.Properties, subAck.Reasons.Select(Reason));
            case PacketType.Unsubscribe:
                var unsubscribe = Unsubscribe.Read(body, level);
                return Of(unsubscribe.Id, unsubscribe.Properties, unsubscribe.Filters.Select(Quoted));
            case PacketType.UnsubAck:
                var unsubAck = UnsubAck.Read(body, level);
                return Of(unsubAck.Id, unsubAck.Properties, unsubAck.Reasons.Select(Reason));
            case PacketType.PingReq or PacketType.PingResp:
                PingReq.Read(body);
                return string.Empty;
            case PacketType.Disconnect:
                var disconnect = Disconnect.Read(body, level);
                return Of(header.Type, disconnect.Reason, disconnect.Properties);
            case PacketType.Auth:
                var auth = Auth.Read(body);
                return Of(header.Type, auth.Reason, auth.Properties);
            default:
                var ack = Acknowledgement.Read(body, level);
                return Join(Id(ack.Id), Of(header.Type, ack.Reason, ack.Properties));
        }
    }

    private static string Of(Connect packet) => Join(
        $"level {(byte)packet.Level}",
        $"client {Quoted(packet.ClientId)}",
        When(packet.CleanStart, packet.Level == ProtocolLevel.V311 ? "clean-session" : "clean-start"),
        $"keep-alive {packet.KeepAlive}",
        PropertyText.Of(packet.Properties),
        packet.Will is { } will ? Of(will) : string.Empty,
        When(packet.Username is not null, "username"),
        When(packet.Password is not null, "password"));

    private static string Of(Will will) => Join(
        $"will {Quoted(will.Topic)} QoS {will.Qos}",
        When(will.Retain, "retain"),
        PropertyText.Of(will.Properties),
        $"({will.Payload.Length} bytes)");

    private static string Of(ConnAck packet) => Join(
        ReasonText.Of(packet.Reason, PacketType.ConnAck),
        $"session-present {(packet.SessionPresent ? "yes" : "no")}",
        PropertyText.Of(packet.Properties));

    private string Of(in Publish packet) => Join(
        packet.Qos == 0 ? string.Empty : Id(packet.Id),
        $"QoS {packet.Qos}",
        When(packet.Retain, "retain"),
        When(packet.Duplicate, "dup"),
        Topic(packet),
        PropertyText.Of(packet.Properties),
        $"{packet.Payload.Length} bytes");

    /// <summary>The topic; in parentheses when an alias stands for it.</summary>
    private string Topic(in Publish packet)
    {
        var alias = packet.Properties?.Number(PropertyId.TopicAlias);
        if (packet.Topic.Length == 0)
        {
            return $"({Quoted(_aliases.GetValueOrDefault(alias ?? 0, string.Empty))})";
        }

        if (alias is { } number)
        {
            _aliases[number] = packet.Topic;
        }

        return Quoted(packet.Topic);
    }

    private static string Of(ushort id, PacketProperties? properties, IEnumerable<string> items) =>
        Join(Id(id), PropertyText.Of(properties), string.Join(", ", items));

    private static string Of(RequestedFilter filter) => Join(
        $"{Quoted(filter.Filter)} QoS {filter.Qos}",
        When(filter.NoLocal, "no-local"),
        When(filter.RetainAsPublished, "retain-as-published"),
        When(filter.RetainHandling > 0, $"retain-handling {filter.RetainHandling}"));

    // 3.1.1 has no reason codes here.
    private string Of(PacketType type, byte reason, PacketProperties? properties) =>
        level == ProtocolLevel.V311
            ? string.Empty
            : Join(ReasonText.Of(reason, type), PropertyText.Of(properties));

    private static string Id(ushort id) => $"id {id}";
}
