using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PUBLISH, publish message (MQTT 5 §3.3, MQTT 3.1.1 §3.3).</summary>
/// <param name="Topic">Topic name; empty when a topic alias stands for it (MQTT 5).</param>
/// <param name="Payload">Application message; after <see cref="Read"/> a slice of the packet.</param>
/// <param name="Qos">0 to 2.</param>
/// <param name="Retain">Retain flag.</param>
/// <param name="Duplicate">DUP flag.</param>
/// <param name="Id">Packet identifier; 0 with QoS 0.</param>
/// <param name="Properties">Properties, null for none.</param>
internal readonly record struct Publish(
    string Topic,
    ReadOnlyMemory<byte> Payload,
    byte Qos,
    bool Retain,
    bool Duplicate = false,
    ushort Id = 0,
    PacketProperties? Properties = null)
{
    private const int RetainBit = 0x01;
    private const int QosShift = 1;
    private const int DuplicateBit = 0x08;

    public static Publish Read(FixedHeader header, ReadOnlyMemory<byte> body, ProtocolLevel level)
    {
        var qos = (byte)((header.Flags >> QosShift) & 0b11);
        var duplicate = (header.Flags & DuplicateBit) != 0;
        if (qos == 3 || (qos == 0 && duplicate))
        {
            throw MqttProtocolException.Malformed($"PUBLISH flags 0x{header.Flags:X}.");
        }

        var reader = new MqttReader(body.Span);
        var topic = reader.ReadString();
        var id = qos == 0 ? (ushort)0 : reader.ReadPacketId();
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.Publish);
        if (topic.Length > 0 || properties?.Number(PropertyId.TopicAlias) is null)
        {
            TopicRules.CheckReceived(topic);
        }

        var payload = body[(body.Length - reader.Remaining)..];
        return new Publish(topic, payload, qos, (header.Flags & RetainBit) != 0, duplicate, id, properties);
    }

    /// <summary>Bytes after the fixed header.</summary>
    public long Length(ProtocolLevel level) => MqttText.SizeOf(Topic) + (Qos == 0 ? 0 : 2)
        + PacketProperties.SizeOf(Properties, level) + (long)Payload.Length;

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        var flags = (Retain ? RetainBit : 0) | (Qos << QosShift) | (Duplicate ? DuplicateBit : 0);
        FixedHeader.Write(output, PacketType.Publish, flags, checked((int)Length(level)));
        output.WriteString(Topic);
        if (Qos != 0)
        {
            output.WriteUInt16(Id);
        }

        PacketProperties.Write(output, Properties, level);
        output.Write(Payload.Span);
    }
}
