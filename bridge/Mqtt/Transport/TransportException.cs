namespace Bridge.Mqtt.Transport;

/// <summary>A connection that could not be opened; the message goes on from "the broker".</summary>
internal sealed class TransportException(MqttConnectFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public MqttConnectFailure Failure { get; } = failure;
}
