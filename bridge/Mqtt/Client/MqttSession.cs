namespace Bridge.Mqtt.Client;

/// <summary>What the broker granted in its CONNACK.</summary>
/// <param name="Protocol">The version spoken; never <see cref="MqttProtocol.Auto"/>.</param>
/// <param name="SessionPresent">The broker kept an earlier session.</param>
/// <param name="ClientId">The client identifier in force, the broker's own when it assigned one.</param>
/// <param name="KeepAlive">The keep-alive in force.</param>
/// <param name="ReceiveMaximum">QoS 1 and 2 messages that may be unacknowledged at once.</param>
/// <param name="MaximumPacketSize">Largest packet the broker takes, in bytes; null for no limit.</param>
public sealed record MqttSession(
    MqttProtocol Protocol,
    bool SessionPresent,
    string ClientId,
    TimeSpan KeepAlive,
    int ReceiveMaximum,
    uint? MaximumPacketSize);
