using Bridge.Mqtt.Packets;
using static Bridge.Mqtt.Client.Tracing.TraceWords;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>Reason codes by their names in the standard (MQTT 5 §2.4); failures with their number.</summary>
internal static class ReasonText
{
    private const byte ContinueAuthentication = 0x18;
    private const byte ReAuthenticate = 0x19;
    private const byte FirstFailure = 0x80;

    public static string Of(byte reason, PacketType type) => (type, reason) switch
    {
        (PacketType.SubAck, <= 2) => $"granted-qos-{reason}",
        (PacketType.Disconnect, 0) => "normal-disconnection",
        (PacketType.Auth, ContinueAuthentication) => "continue-authentication",
        (PacketType.Auth, ReAuthenticate) => "re-authenticate",
        _ when !Enum.IsDefined((MqttReasonCode)reason) => $"0x{reason:X2}",
        (_, >= FirstFailure) => $"{Hyphenated((MqttReasonCode)reason)} (0x{reason:X2})",
        _ => Hyphenated((MqttReasonCode)reason),
    };
}
