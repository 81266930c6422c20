using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBREC, publish received, QoS 2 part 1 (MQTT 5 §3.5, MQTT 3.1.1 §3.5).</summary>
internal readonly record struct PubRec(ushort Id, byte Reason = 0, PacketProperties? Properties = null)
{
    public static PubRec Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var (id, reason, properties) = Acknowledgement.Read(body, level);
        return new PubRec(id, reason, properties);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level) =>
        new Acknowledgement(Id, Reason, Properties).Write(output, PacketType.PubRec, level);
}
