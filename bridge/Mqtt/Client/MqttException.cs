namespace Bridge.Mqtt.Client;

/// <summary>Trouble with the broker: trying again later may help.</summary>
public class MqttException : Exception
{
    /// <summary>Says what happened.</summary>
    public MqttException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
