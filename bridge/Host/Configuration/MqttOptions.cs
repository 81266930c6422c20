using Bridge.Mqtt.Client;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>mqtt</c>.</summary>
internal sealed record MqttOptions
{
    /// <summary>Name or address of the broker.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>User name; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>Password; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Client identifier; null for <c>bridge-{instance}</c>.</summary>
    public string? ClientId { get; init; }

    /// <summary>First levels of all our topics: no wildcards, no empty level, no leading <c>$</c>.</summary>
    public string TopicPrefix { get; init; } = "bridge";

    /// <summary>Protocol version.</summary>
    public MqttProtocol Protocol { get; init; } = MqttProtocol.Auto;

    /// <summary>Longest silence on the connection.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>First pause between two connects; doubles.</summary>
    public TimeSpan ReconnectInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two connects.</summary>
    public TimeSpan ReconnectMaxInterval { get; init; } = TimeSpan.FromSeconds(300);
}
