using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;

namespace Bridge.Mqtt.Transport;

/// <summary>Opens what an endpoint asks for, layer by layer.</summary>
internal static class Transports
{
    /// <summary>Connects, without a word of MQTT yet.</summary>
    /// <exception cref="TransportException">It could not be opened.</exception>
    public static async Task<IMqttTransport> OpenAsync(
        TransportOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var endpoint = options.Endpoint;
        var socket = await new Dialer(time).DialAsync(endpoint, options.Timeout, cancellationToken);
        if (!endpoint.UsesTls && !endpoint.UsesWebSocket)
        {
            return new BlockingTransport(socket);
        }

        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (endpoint.UsesTls)
        {
            stream = await TlsHandshake.RunAsync(stream, endpoint.Host, options.Tls, cancellationToken);
        }

        if (!endpoint.UsesWebSocket)
        {
            return new TlsTransport((SslStream)stream);
        }

        try
        {
            return new WebSocketTransport(await WebSocketUpgrade.RunAsync(stream, options, cancellationToken));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}

/// <summary>What is opened.</summary>
/// <param name="Endpoint">Where the broker listens.</param>
/// <param name="Timeout">Time to reach it; all addresses of its name share it.</param>
/// <param name="Tls">How TLS is spoken, where it is.</param>
/// <param name="Headers">More header fields of a WebSocket request.</param>
internal sealed record TransportOptions(
    MqttEndpoint Endpoint,
    TimeSpan Timeout,
    MqttTlsOptions Tls,
    ImmutableArray<KeyValuePair<string, string>> Headers);
