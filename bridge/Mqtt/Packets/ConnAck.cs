using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>CONNACK, connect acknowledgement (MQTT 5 §3.2, MQTT 3.1.1 §3.2).</summary>
/// <param name="SessionPresent">An earlier session goes on.</param>
/// <param name="Reason">Reason code of MQTT 5, whatever was spoken on the wire.</param>
/// <param name="Properties">What the server grants.</param>
internal sealed record ConnAck(bool SessionPresent, byte Reason, PacketProperties? Properties = null)
{
    // Return codes 1 to 5 of 3.1.1 §3.2.2.3 as reason codes of 5: version, identifier, unavailable, password, authorised.
    private static readonly byte[] Translated = [0x00, 0x84, 0x85, 0x88, 0x86, 0x87];

    public static ConnAck Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var flags = reader.ReadByte();
        if (flags > 1)
        {
            throw MqttProtocolException.Malformed($"Connect acknowledge flags 0x{flags:X2}.");
        }

        var code = reader.ReadByte();
        // A server that knows only 3.1.1 refuses version 5 in the two bytes of its own CONNACK.
        var old = level == ProtocolLevel.V311 || (reader.AtEnd && code != 0);
        var reason = old && code < Translated.Length ? Translated[code] : code;
        var properties = old ? null : PacketProperties.Read(ref reader, level, PropertyScope.ConnAck);
        reader.ExpectEnd();
        return new ConnAck(flags == 1, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        FixedHeader.Write(output, PacketType.ConnAck, 0, 2 + PacketProperties.SizeOf(Properties, level));
        output.WriteByte(SessionPresent ? (byte)1 : (byte)0);
        output.WriteByte(level == ProtocolLevel.V5 ? Reason : ReturnCode());
        PacketProperties.Write(output, Properties, level);
    }

    private byte ReturnCode()
    {
        const byte unavailable = 3;
        var code = Array.IndexOf(Translated, Reason);
        return code < 0 ? unavailable : (byte)code;
    }
}
