using System.Buffers;
using System.Collections.Immutable;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>SUBACK, subscribe acknowledgement (MQTT 5 §3.9, MQTT 3.1.1 §3.9).</summary>
/// <param name="Id">Packet identifier of the SUBSCRIBE.</param>
/// <param name="Reasons">One per filter, in the order asked.</param>
/// <param name="Properties">Properties, null for none.</param>
internal sealed record SubAck(ushort Id, ImmutableArray<byte> Reasons, PacketProperties? Properties = null)
{
    public static SubAck Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var id = reader.ReadPacketId();
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.SubAck);
        return reader.AtEnd
            ? throw MqttProtocolException.ProtocolError("SUBACK without reasons.")
            : new SubAck(id, [.. reader.Take(reader.Remaining)], properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        var length = 2 + PacketProperties.SizeOf(Properties, level) + Reasons.Length;
        FixedHeader.Write(output, PacketType.SubAck, 0, length);
        output.WriteUInt16(Id);
        PacketProperties.Write(output, Properties, level);
        output.Write(Reasons.AsSpan());
    }
}
