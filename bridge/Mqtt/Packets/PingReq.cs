using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PINGREQ, ping request (MQTT 5 §3.12, MQTT 3.1.1 §3.12).</summary>
internal readonly record struct PingReq
{
    public static PingReq Read(ReadOnlySpan<byte> body)
    {
        new MqttReader(body).ExpectEnd();
        return default;
    }

    public static void Write(IBufferWriter<byte> output) => FixedHeader.Write(output, PacketType.PingReq, 0, 0);
}
