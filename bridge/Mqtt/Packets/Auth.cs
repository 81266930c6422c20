using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>AUTH, authentication exchange (MQTT 5 §3.15).</summary>
internal sealed record Auth(byte Reason = 0, PacketProperties? Properties = null)
{
    public static Auth Read(ReadOnlySpan<byte> body)
    {
        var reader = new MqttReader(body);
        if (reader.AtEnd)
        {
            return new Auth(); // success without properties may be left out
        }

        var auth = new Auth(
            reader.ReadByte(), PacketProperties.Read(ref reader, ProtocolLevel.V5, PropertyScope.Auth));
        reader.ExpectEnd();
        return auth;
    }

    public void Write(IBufferWriter<byte> output)
    {
        var isShort = Reason == 0 && Properties is null;
        var length = isShort ? 0 : 1 + PacketProperties.SizeOf(Properties, ProtocolLevel.V5);
        FixedHeader.Write(output, PacketType.Auth, 0, length);
        if (!isShort)
        {
            output.WriteByte(Reason);
            PacketProperties.Write(output, Properties, ProtocolLevel.V5);
        }
    }
}
