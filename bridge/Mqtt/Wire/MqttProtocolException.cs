namespace Bridge.Mqtt.Wire;

/// <summary>A peer sent what the standard does not allow.</summary>
/// <param name="reason">The reason code that says so in a DISCONNECT (MQTT 5 §4.13).</param>
/// <param name="message">What is wrong with the bytes.</param>
internal sealed class MqttProtocolException(byte reason, string message) : Exception(message)
{
    private const byte MalformedPacket = 0x81;
    private const byte ProtocolErrorCode = 0x82;
    private const byte PacketTooLarge = 0x95;

    public byte Reason { get; } = reason;

    public static MqttProtocolException Malformed(string message) => new(MalformedPacket, message);

    public static MqttProtocolException ProtocolError(string message) => new(ProtocolErrorCode, message);

    public static MqttProtocolException TooLarge(string message) => new(PacketTooLarge, message);
}
