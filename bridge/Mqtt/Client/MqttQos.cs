namespace Bridge.Mqtt.Client;

/// <summary>Quality of service (MQTT 5 §4.3).</summary>
public enum MqttQos
{
    /// <summary>Delivered at most once.</summary>
    AtMostOnce = 0,

    /// <summary>Delivered at least once, acknowledged.</summary>
    AtLeastOnce = 1,

    /// <summary>Delivered exactly once, as long as both sides keep the session.</summary>
    ExactlyOnce = 2,
}
