using System.Buffers;
using System.Collections.Immutable;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>UNSUBACK, unsubscribe acknowledgement (MQTT 5 §3.11, MQTT 3.1.1 §3.11).</summary>
/// <param name="Id">Packet identifier of the UNSUBSCRIBE.</param>
/// <param name="Reasons">One per filter, in the order asked; empty with 3.1.1, which means success.</param>
/// <param name="Properties">Properties, null for none.</param>
internal sealed record UnsubAck(ushort Id, ImmutableArray<byte> Reasons, PacketProperties? Properties = null)
{
    public static UnsubAck Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var id = reader.ReadPacketId();
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.UnsubAck);
        if (level == ProtocolLevel.V5 && reader.AtEnd)
        {
            throw MqttProtocolException.ProtocolError("UNSUBACK without reasons.");
        }

        ImmutableArray<byte> reasons = level == ProtocolLevel.V5 ? [.. reader.Take(reader.Remaining)] : [];
        reader.ExpectEnd();
        return new UnsubAck(id, reasons, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        var reasons = level == ProtocolLevel.V5 ? Reasons : [];
        var length = 2 + PacketProperties.SizeOf(Properties, level) + reasons.Length;
        FixedHeader.Write(output, PacketType.UnsubAck, 0, length);
        output.WriteUInt16(Id);
        PacketProperties.Write(output, Properties, level);
        output.Write(reasons.AsSpan());
    }
}
