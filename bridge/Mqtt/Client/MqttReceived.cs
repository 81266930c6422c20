namespace Bridge.Mqtt.Client;

/// <summary>A message that arrived on a subscription.</summary>
/// <param name="Message">The message; its payload is the receiver's to keep.</param>
/// <param name="Duplicate">The broker sent it before and is not sure that it arrived.</param>
public sealed record MqttReceived(MqttMessage Message, bool Duplicate);
