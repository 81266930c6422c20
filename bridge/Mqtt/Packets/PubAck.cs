using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBACK, publish acknowledgement of QoS 1 (MQTT 5 §3.4, MQTT 3.1.1 §3.4).</summary>
internal readonly record struct PubAck(ushort Id, byte Reason = 0, PacketProperties? Properties = null)
{
    public static PubAck Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var (id, reason, properties) = Acknowledgement.Read(body, level);
        return new PubAck(id, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level) =>
        new Acknowledgement(Id, Reason, Properties).Write(output, PacketType.PubAck, level);
}
