namespace Bridge.Mqtt.Client;

/// <summary>A message to publish, or a will.</summary>
/// <param name="Topic">Topic name: 1 to 65,535 bytes of UTF-8, no wildcards.</param>
/// <param name="Payload">The application message; must not change until the publish has completed.</param>
/// <param name="Qos">Quality of service.</param>
/// <param name="Retain">The broker keeps it for later subscribers; empty and retained clears the topic.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain)
{
    /// <summary>Properties of MQTT 5; null for none. A 3.1.1 connection does not send them.</summary>
    public MqttMessageProperties? Properties { get; init; }
}
