namespace Bridge.Mqtt.Wire;

/// <summary>The protocol version as CONNECT carries it (MQTT 5 §3.1.2.2).</summary>
internal enum ProtocolLevel : byte
{
    V311 = 4,
    V5 = 5,
}
