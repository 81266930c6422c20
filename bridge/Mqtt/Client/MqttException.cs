namespace Bridge.Mqtt.Client;

/// <summary>Trouble with the broker: trying again later may help.</summary>
public class MqttException : Exception
{
    /// <summary>Says what happened.</summary>
    /// <param name="message">One clause without a full stop, to stand in a log line.</param>
    /// <param name="inner">What lay below, if anything.</param>
    public MqttException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
