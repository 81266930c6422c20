using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>What PUBACK, PUBREC, PUBREL and PUBCOMP have in common (MQTT 5 §3.4 to §3.7).</summary>
/// <param name="Id">Packet identifier of the PUBLISH.</param>
/// <param name="Reason">Reason code; 3.1.1 has none, which is success.</param>
/// <param name="Properties">Properties, null for none.</param>
internal readonly record struct Acknowledgement(ushort Id, byte Reason, PacketProperties? Properties)
{
    private const int IdSize = 2;

    public static Acknowledgement Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var id = reader.ReadPacketId();
        // Success may leave out the reason, and no properties their length (§3.4.2.1).
        var reason = level == ProtocolLevel.V5 && !reader.AtEnd ? reader.ReadByte() : (byte)0;
        var properties = reader.AtEnd ? null : PacketProperties.Read(ref reader, level, PropertyScope.PublishAck);
        reader.ExpectEnd();
        return new Acknowledgement(id, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, PacketType type, ProtocolLevel level)
    {
        var flags = type == PacketType.PubRel ? 0b0010 : 0;
        var isShort = level == ProtocolLevel.V311 || (Reason == 0 && Properties is null);
        var length = isShort ? IdSize : IdSize + 1 + PacketProperties.SizeOf(Properties, level);
        FixedHeader.Write(output, type, flags, length);
        output.WriteUInt16(Id);
        if (!isShort)
        {
            output.WriteByte(Reason);
            PacketProperties.Write(output, Properties, level);
        }
    }
}
