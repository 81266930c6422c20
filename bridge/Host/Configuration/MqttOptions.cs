using System.Collections.Immutable;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>mqtt</c>.</summary>
internal sealed record MqttOptions
{
    /// <summary>The brokers in the order in which they are tried; at least one.</summary>
    public ImmutableArray<MqttEndpoint> Brokers { get; init; } = [MqttEndpoint.Tcp("localhost")];

    /// <summary>Who says where the broker is, in the place of <see cref="Brokers"/>; null where the configuration does.</summary>
    public SupervisorAccess? Supervisor { get; init; }

    /// <summary>Where the brokers are, for a line that a person reads.</summary>
    public string BrokerNames => Supervisor is null ? string.Join(", ", Brokers) : "as the Supervisor says";

    /// <summary>How TLS is spoken with those that are.</summary>
    public MqttTlsOptions Tls { get; init; } = new();

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

    /// <summary>Age at which the broker forgets a device's state, with MQTT 5; null for never.</summary>
    public TimeSpan? StateExpiry { get; init; }

    /// <summary>First pause between two connects; doubles.</summary>
    public TimeSpan ReconnectInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two connects.</summary>
    public TimeSpan ReconnectMaxInterval { get; init; } = TimeSpan.FromSeconds(300);
}
