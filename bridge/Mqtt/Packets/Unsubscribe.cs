using System.Buffers;
using System.Collections.Immutable;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>UNSUBSCRIBE, unsubscribe request (MQTT 5 §3.10, MQTT 3.1.1 §3.10).</summary>
internal sealed record Unsubscribe(ushort Id, ImmutableArray<string> Filters, PacketProperties? Properties = null)
{
    public static Unsubscribe Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var id = reader.ReadPacketId();
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.Unsubscribe);
        var filters = ImmutableArray.CreateBuilder<string>();
        do
        {
            filters.Add(reader.ReadString());
        }
        while (!reader.AtEnd);

        return new Unsubscribe(id, filters.ToImmutable(), properties);
    }

    /// <summary>Bytes after the fixed header.</summary>
    public long Length(ProtocolLevel level) => 2 + PacketProperties.SizeOf(Properties, level)
        + Filters.Sum(static filter => (long)MqttText.SizeOf(filter));

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        FixedHeader.Write(output, PacketType.Unsubscribe, 0b0010, checked((int)Length(level)));
        output.WriteUInt16(Id);
        PacketProperties.Write(output, Properties, level);
        foreach (var filter in Filters)
        {
            output.WriteString(filter);
        }
    }
}
