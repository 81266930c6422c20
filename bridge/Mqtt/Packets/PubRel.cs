using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBREL, publish release, QoS 2 part 2 (MQTT 5 §3.6, MQTT 3.1.1 §3.6).</summary>
internal readonly record struct PubRel(ushort Id, byte Reason = 0, PacketProperties? Properties = null)
{
    public static PubRel Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var (id, reason, properties) = Acknowledgement.Read(body, level);
        return new PubRel(id, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level) =>
        new Acknowledgement(Id, Reason, Properties).Write(output, PacketType.PubRel, level);
}
