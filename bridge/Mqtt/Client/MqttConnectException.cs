using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>A connect that failed.</summary>
/// <param name="failure">What kind of failure.</param>
/// <param name="reason">The broker's reason when it refused, in MQTT 5 codes (3.1.1 codes are translated); else null.</param>
/// <param name="message">What happened, where, and what to do. Holds no secret.</param>
/// <param name="inner">What lay below, if anything.</param>
public sealed class MqttConnectException(
    MqttConnectFailure failure, MqttReasonCode? reason, string message, Exception? inner = null)
    : MqttException(message, inner)
{
    /// <summary>What kind of failure.</summary>
    public MqttConnectFailure Failure { get; } = failure;

    /// <summary>The broker's reason when it refused, in MQTT 5 codes (3.1.1 codes are translated); else null.</summary>
    public MqttReasonCode? Reason { get; } = reason;
}
