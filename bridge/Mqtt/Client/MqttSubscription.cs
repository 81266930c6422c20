using System.Collections.Immutable;

namespace Bridge.Mqtt.Client;

/// <summary>One topic filter of a SUBSCRIBE. With 3.1.1 only the filter and its QoS are sent.</summary>
/// <param name="Filter">Topic filter, wildcards <c>+</c> and <c>#</c>; <c>$share/group/filter</c> shares it.</param>
/// <param name="Qos">The highest QoS wanted.</param>
public sealed record MqttSubscription(string Filter, MqttQos Qos)
{
    /// <summary>Do not send back what this client publishes.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Keep the retain flag as published, so that a command that was retained can be told from a live one.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>Whether retained messages come at once.</summary>
    public MqttRetainHandling RetainHandling { get; init; }

    /// <summary>1 to 268,435,455: comes with each message; the same for all filters of one SUBSCRIBE. Null for none.</summary>
    public uint? Identifier { get; init; }

    /// <summary>Name and value pairs that go with the SUBSCRIBE, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}

/// <summary>Whether retained messages come with a new subscription (MQTT 5 §3.8.3.1).</summary>
public enum MqttRetainHandling
{
    /// <summary>Sent at each subscribe.</summary>
    Send = 0,

    /// <summary>Sent only when the subscription is new.</summary>
    SendIfNew = 1,

    /// <summary>Not sent.</summary>
    DoNotSend = 2,
}
