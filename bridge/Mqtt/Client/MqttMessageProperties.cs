using System.Collections.Immutable;

namespace Bridge.Mqtt.Client;

/// <summary>Properties of a message (MQTT 5 §3.3.2.3).</summary>
public sealed record MqttMessageProperties
{
    /// <summary>After this many seconds the broker forgets the message; null for never.</summary>
    public uint? MessageExpiry { get; init; }

    /// <summary>MIME type of the payload.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where an answer is expected.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>What an answer must carry back.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>Name and value pairs, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> UserProperties { get; init; } = [];
}
