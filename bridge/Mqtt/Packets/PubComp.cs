using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBCOMP, publish complete, QoS 2 part 3 (MQTT 5 §3.7, MQTT 3.1.1 §3.7).</summary>
internal readonly record struct PubComp(ushort Id, byte Reason = 0, PacketProperties? Properties = null)
{
    public static PubComp Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var (id, reason, properties) = Acknowledgement.Read(body, level);
        return new PubComp(id, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level) =>
        new Acknowledgement(Id, Reason, Properties).Write(output, PacketType.PubComp, level);
}
