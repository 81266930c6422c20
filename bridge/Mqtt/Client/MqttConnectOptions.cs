using System.Collections.Immutable;
using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>How to connect.</summary>
/// <param name="Endpoint">Where the broker listens.</param>
/// <param name="ClientId">Client identifier; empty asks the broker for one.</param>
public sealed record MqttConnectOptions(MqttEndpoint Endpoint, string ClientId)
{
    /// <summary>How to connect to a broker on TCP, without TLS.</summary>
    public MqttConnectOptions(string host, int port, string clientId)
        : this(MqttEndpoint.Tcp(host, port), clientId)
    {
    }

    /// <summary>How TLS is spoken where <see cref="Endpoint"/> asks for it.</summary>
    public MqttTlsOptions Tls { get; init; } = new();

    /// <summary>More header fields of a WebSocket request. Never logged.</summary>
    public ImmutableArray<KeyValuePair<string, string>> WebSocketHeaders { get; init; } = [];

    /// <summary>Version to speak.</summary>
    public MqttProtocol Protocol { get; init; }

    /// <summary>User name; null for none.</summary>
    public string? Username { get; init; }

    /// <summary>Password; null for none. Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// True forgets an earlier session. False goes on with the one this client object has kept: what is unacknowledged is
    /// sent again. With 3.1.1 false also asks the broker to keep the session after the connection.
    /// </summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Seconds the broker keeps the session after the connection (MQTT 5); 0 ends it at once.</summary>
    public uint SessionExpiry { get; init; }

    /// <summary>Longest silence; 0 switches keep-alive off. The broker may impose another (MQTT 5).</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>From the first packet to the broker's answer, name resolution included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What the broker publishes when the connection ends without a DISCONNECT; null for none.</summary>
    public MqttMessage? Will { get; init; }

    /// <summary>
    /// How long the broker waits with the will after the connection has ended (MQTT 5), in whole seconds; a new connection
    /// of the same session in time calls it off.
    /// </summary>
    public TimeSpan WillDelay { get; init; }

    /// <summary>Name and value pairs that go with the CONNECT (MQTT 5), in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> UserProperties { get; init; } = [];

    /// <summary>Largest packet accepted from the broker, in bytes; a larger one ends the connection (0x95).</summary>
    public int MaximumPacketSize { get; init; } = 1024 * 1024;
}

/// <summary>Which protocol version to speak.</summary>
public enum MqttProtocol
{
    /// <summary>5.0 first; 3.1.1 when the broker refuses it, remembered as long as the client lives.</summary>
    Auto,

    /// <summary>3.1.1 only.</summary>
    V311,

    /// <summary>5.0 only.</summary>
    V5,
}
