using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>DISCONNECT (MQTT 5 §3.14, MQTT 3.1.1 §3.14).</summary>
internal sealed record Disconnect(byte Reason = 0, PacketProperties? Properties = null)
{
    public static Disconnect Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var reason = level == ProtocolLevel.V5 && !reader.AtEnd ? reader.ReadByte() : (byte)0;
        var properties = reader.AtEnd ? null : PacketProperties.Read(ref reader, level, PropertyScope.Disconnect);
        reader.ExpectEnd();
        return new Disconnect(reason, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        var isShort = level == ProtocolLevel.V311 || (Reason == 0 && Properties is null);
        var length = isShort ? 0 : 1 + PacketProperties.SizeOf(Properties, level);
        FixedHeader.Write(output, PacketType.Disconnect, 0, length);
        if (!isShort)
        {
            output.WriteByte(Reason);
            PacketProperties.Write(output, Properties, level);
        }
    }
}
