using System.Buffers;
using System.Collections.Immutable;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>SUBSCRIBE, subscribe request (MQTT 5 §3.8, MQTT 3.1.1 §3.8).</summary>
internal sealed record Subscribe(
    ushort Id, ImmutableArray<RequestedFilter> Filters, PacketProperties? Properties = null)
{
    public static Subscribe Read(ReadOnlySpan<byte> body, ProtocolLevel level)
    {
        var reader = new MqttReader(body);
        var id = reader.ReadPacketId();
        var properties = PacketProperties.Read(ref reader, level, PropertyScope.Subscribe);
        var filters = ImmutableArray.CreateBuilder<RequestedFilter>();
        do
        {
            filters.Add(RequestedFilter.Read(ref reader, level));
        }
        while (!reader.AtEnd);

        return new Subscribe(id, filters.ToImmutable(), properties);
    }

    /// <summary>Bytes after the fixed header.</summary>
    public long Length(ProtocolLevel level) => 2 + PacketProperties.SizeOf(Properties, level)
        + Filters.Sum(static filter => MqttText.SizeOf(filter.Filter) + 1L);

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        FixedHeader.Write(output, PacketType.Subscribe, 0b0010, checked((int)Length(level)));
        output.WriteUInt16(Id);
        PacketProperties.Write(output, Properties, level);
        foreach (var filter in Filters)
        {
            filter.Write(output, level);
        }
    }
}
