using System.Collections.Immutable;

namespace Bridge.Mqtt.Client;

/// <summary>A message that arrived on a subscription.</summary>
/// <param name="Message">The message; its payload is the receiver's to keep.</param>
/// <param name="Duplicate">The broker sent it before and is not sure that it arrived.</param>
public sealed record MqttReceived(MqttMessage Message, bool Duplicate)
{
    /// <summary>Identifiers of the subscriptions it came for (MQTT 5); empty when they have none.</summary>
    public ImmutableArray<uint> SubscriptionIds { get; init; } = [];
}
