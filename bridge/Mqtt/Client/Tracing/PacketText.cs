using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;
using static Bridge.Mqtt.Client.Tracing.TraceWords;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>
/// A packet in one line, in the terms of the standard. Of what may be secret (payloads, user name, password, will,
/// authentication and correlation data, values of user properties) it tells the presence or the size only.
/// </summary>
internal static class PacketText
{
    /// <summary>The line of one packet; never throws, whatever the bytes are.</summary>
    public static string Of(FixedHeader header, ReadOnlyMemory<byte> body, ProtocolLevel level)
    {
        try
        {
            return Join(Type(header), Fields(header, body, level));
        }
        catch (MqttProtocolException wrong)
        {
            return $"{Name(header)}, malformed: {Harmless(wrong.Message.AsClause())}";
        }
    }

    /// <summary>A packet of which nothing is known but its fixed header.</summary>
    public static string Name(FixedHeader header) => $"{Type(header)} remaining-length {header.Length}";

    private static string Type(FixedHeader header) => header.Type.ToString().ToUpperInvariant();

    private static string Fields(FixedHeader header, ReadOnlyMemory<byte> packet, ProtocolLevel level)
    {
        var body = packet.Span;
        switch (header.Type)
        {
            case PacketType.Connect:
                return Of(Connect.Read(body));
            case PacketType.ConnAck:
                return Of(ConnAck.Read(body, level));
            case PacketType.Publish:
                return Of(Publish.Read(header, packet, level));
            case PacketType.Subscribe:
                return Of(Subscribe.Read(body, level));
            case PacketType.SubAck:
                var subAck = SubAck.Read(body, level);
                return Join(Id(subAck.Id), PropertyText.Of(subAck.Properties), ReasonText.Of(subAck.Reasons, header.Type));
            case PacketType.Unsubscribe:
                var unsubscribe = Unsubscribe.Read(body, level);
                return Join(Id(unsubscribe.Id), PropertyText.Of(unsubscribe.Properties), List(unsubscribe.Filters.Select(Quoted)));
            case PacketType.UnsubAck:
                var unsubAck = UnsubAck.Read(body, level);
                return Join(
                    Id(unsubAck.Id), PropertyText.Of(unsubAck.Properties), ReasonText.Of(unsubAck.Reasons, header.Type));
            case PacketType.PingReq or PacketType.PingResp:
                PingReq.Read(body);
                return string.Empty;
            case PacketType.Disconnect:
                var disconnect = Disconnect.Read(body, level);
                return Of(header.Type, disconnect.Reason, disconnect.Properties, level);
            case PacketType.Auth:
                var auth = Auth.Read(body);
                return Of(header.Type, auth.Reason, auth.Properties, level);
            default:
                var ack = Acknowledgement.Read(body, level);
                return Join(Id(ack.Id), Of(header.Type, ack.Reason, ack.Properties, level));
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

    private static string Of(Publish packet) => Join(
        packet.Qos == 0 ? string.Empty : Id(packet.Id),
        $"QoS {packet.Qos}",
        When(packet.Retain, "retain"),
        When(packet.Duplicate, "dup"),
        Quoted(packet.Topic),
        PropertyText.Of(packet.Properties),
        $"{packet.Payload.Length} bytes");

    private static string Of(Subscribe packet) => Join(
        Id(packet.Id), PropertyText.Of(packet.Properties), List(packet.Filters.Select(Of)));

    private static string Of(RequestedFilter filter) => Join(
        $"{Quoted(filter.Filter)} QoS {filter.Qos}",
        When(filter.NoLocal, "no-local"),
        When(filter.RetainAsPublished, "retain-as-published"),
        When(filter.RetainHandling > 0, $"retain-handling {filter.RetainHandling}"));

    // 3.1.1 has no reason codes here.
    private static string Of(PacketType type, byte reason, PacketProperties? properties, ProtocolLevel level) =>
        level == ProtocolLevel.V311
            ? string.Empty
            : Join(ReasonText.Of(reason, type), PropertyText.Of(properties));

    private static string Id(ushort id) => $"id {id}";
}
