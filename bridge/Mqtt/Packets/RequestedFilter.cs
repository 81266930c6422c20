using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>A topic filter of a SUBSCRIBE with its Subscription Options (MQTT 5 §3.8.3.1).</summary>
internal sealed record RequestedFilter(
    string Filter, byte Qos, bool NoLocal = false, bool RetainAsPublished = false, byte RetainHandling = 0)
{
    private const int NoLocalBit = 0x04;
    private const int RetainAsPublishedBit = 0x08;
    private const int RetainHandlingShift = 4;

    public static RequestedFilter Read(ref MqttReader reader, ProtocolLevel level)
    {
        var filter = reader.ReadString();
        var options = reader.ReadByte();
        var qos = (byte)(options & 0b11);
        var retainHandling = (byte)(options >> RetainHandlingShift);
        if (qos == 3 || retainHandling > 2 || (level == ProtocolLevel.V311 && options > 2))
        {
            throw MqttProtocolException.Malformed($"Subscription options 0x{options:X2}.");
        }

        return new RequestedFilter(
            filter, qos, (options & NoLocalBit) != 0, (options & RetainAsPublishedBit) != 0, retainHandling);
    }

    public void Write(IBufferWriter<byte> output, ProtocolLevel level)
    {
        output.WriteString(Filter);
        var options = level == ProtocolLevel.V311
            ? Qos
            : Qos | (NoLocal ? NoLocalBit : 0) | (RetainAsPublished ? RetainAsPublishedBit : 0)
                | (RetainHandling << RetainHandlingShift);
        output.WriteByte((byte)options);
    }
}
