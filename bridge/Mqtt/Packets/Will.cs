using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>The will in the payload of a CONNECT (MQTT 5 §3.1.3.2 to §3.1.3.4).</summary>
internal sealed record Will(
    string Topic, ReadOnlyMemory<byte> Payload, byte Qos, bool Retain, PacketProperties? Properties)
{
    public static Will Read(ref MqttReader reader, ProtocolLevel level, byte qos, bool retain)
    {
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.Will);
        var topic = reader.ReadString();
        TopicRules.CheckReceived(topic);
        return new Will(topic, reader.ReadBinary().ToArray(), qos, retain, properties);
    }

    public int Size(ProtocolLevel level) =>
        PacketProperties.SizeOf(Properties, level) + MqttText.SizeOf(Topic) + 2 + Payload.Length;

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        PacketProperties.Write(output, Properties, level);
        output.WriteString(Topic);
        output.WriteBinary(Payload.Span);
    }
}
