using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>PINGRESP, ping response (MQTT 5 §3.13, MQTT 3.1.1 §3.13).</summary>
internal readonly record struct PingResp
{
    public static PingResp Read(ReadOnlySpan<byte> body)
    {
        new MqttReader(body).ExpectEnd();
        return default;
    }

    public static void Write(IBufferWriter<byte> output) => FixedHeader.Write(output, PacketType.PingResp, 0, 0);
}
