using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Bridge.Mqtt.Transport;

/// <summary>Makes a WebSocket of a connection: the opening handshake of RFC 6455 §4.1.</summary>
internal static class WebSocketUpgrade
{
    private const string Protocol = "mqtt"; // MQTT 5 §6, the sub-protocol of all versions
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 §1.3
    private const int LongestAnswer = 8192;
    private const int LongestStatus = 100;
    private const int SwitchingProtocols = 101;

    /// <summary>Asks for the WebSocket.</summary>
    /// <exception cref="TransportException">The peer answers otherwise.</exception>
    public static async Task<WebSocket> RunAsync(
        Stream connection, TransportOptions options, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        try
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes(Request(options, key)), cancellationToken);
            Check(await ReadAnswerAsync(connection, cancellationToken), key);
        }
        catch (IOException broken)
        {
            throw TlsAlert.Explain(broken, options.Tls)
                ?? Failure("closed the connection instead of answering the WebSocket request", broken);
        }

        // No pings: MQTT has a keep-alive of its own.
        return WebSocket.CreateFromStream(
            connection, new WebSocketCreationOptions { SubProtocol = Protocol, KeepAliveInterval = TimeSpan.Zero });
    }

    private static string Request(TransportOptions options, string key)
    {
        var request = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"GET {options.Endpoint.Path} HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"Host: {options.Endpoint.Authority}\r\n")
            .Append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
            .Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: {Protocol}\r\n");
        foreach (var (name, value) in options.Headers)
        {
            request.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return request.Append("\r\n").ToString();
    }

    // Byte by byte, so that nothing of what follows the head is taken; it is short, and read once a connection.
    private static async Task<string> ReadAnswerAsync(Stream connection, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        for (var count = 0; count < answer.Length; count++)
        {
            await connection.ReadExactlyAsync(answer.AsMemory(count, 1), cancellationToken);
            if (answer.AsSpan(0, count + 1).EndsWith("\r\n\r\n"u8))
            {
                return Encoding.Latin1.GetString(answer, 0, count);
            }
        }

        throw Failure($"answered the WebSocket request with more than {LongestAnswer} bytes of header");
    }

    private static void Check(string answer, string key)
    {
        var lines = answer.Split("\r\n");
        var status = lines[0].Split(' ', 3);
        if (!status[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || status.Length < 2 || !int.TryParse(status[1], CultureInfo.InvariantCulture, out var code))
        {
            throw Failure("answered the WebSocket request with something that is not HTTP");
        }

        if (code != SwitchingProtocols)
        {
            var words = string.Concat(string.Join(' ', status[1..]).Take(LongestStatus)
                .Select(static letter => char.IsControl(letter) ? '?' : letter));
            throw Failure($"answered the WebSocket request with HTTP {words}");
        }

        if (Field(lines, "Sec-WebSocket-Accept") != Accept(key))
        {
            throw Failure("did not answer the WebSocket request's key");
        }

        if (Field(lines, "Sec-WebSocket-Protocol") != Protocol)
        {
            throw Failure("opened a WebSocket, but not for MQTT");
        }
    }

    private static string? Field(string[] lines, string name) => lines.Skip(1)
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §4.2.2 prescribes SHA-1; it protects nothing here.")]
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));

    private static TransportException Failure(string message, Exception? inner = null) =>
        new(MqttConnectFailure.WebSocket, message, inner);
}
