using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bridge.TestSupport.Mqtt;

/// <summary>
/// A WebSocket listener before a broker that has none. It cuts what the broker says into frames at odd places, as a
/// proxy may.
/// </summary>
public sealed class WebSocketGateway : IAsyncDisposable
{
    private const string Path = "/mqtt";
    private const int FrameSize = 1021;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _brokerPort;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private readonly List<Task> _serving = [];

    /// <summary>Starts to listen.</summary>
    /// <param name="brokerPort">Port of the broker on loopback.</param>
    /// <param name="server">Certificate for TLS; null for none.</param>
    public WebSocketGateway(int brokerPort, PemPair? server = null)
    {
        _brokerPort = brokerPort;
        _certificate = server is null ? null : X509Certificate2.CreateFromPemFile(server.CertFile, server.KeyFile);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The head of the last request.</summary>
    public string Request { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_serving);
        _certificate?.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            return; // the end of the test
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            await using var stream = await OpenAsync(socket);
            using var webSocket = await UpgradeAsync(stream);
            using var broker = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (webSocket is not null)
            {
                await broker.ConnectAsync(IPAddress.Loopback, _brokerPort, _end.Token);
                await Task.WhenAll(ToBrokerAsync(webSocket, broker), ToClientAsync(broker, webSocket));
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or WebSocketException
            or OperationCanceledException or ObjectDisposedException)
        {
            return; // either side has gone
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        return tls;
    }

    // The server's side of RFC 6455 §4.2.
    private async Task<WebSocket?> UpgradeAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Encoding.ASCII.GetString([.. head]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, _end.Token);
            head.Add(one[0]);
        }

        Request = Encoding.ASCII.GetString([.. head]);
        if (!Request.StartsWith($"GET {Path} ", StringComparison.Ordinal))
        {
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _end.Token);
            return null;
        }

        var key = Request.Split("\r\n").First(static line => line.StartsWith("Sec-WebSocket-Key: ", StringComparison.Ordinal))[19..];
#pragma warning disable CA5350 // RFC 6455 prescribes SHA-1
        var accept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        var answer = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nupgrade: WebSocket\r\n"
            + $"sec-websocket-protocol: mqtt\r\nsec-websocket-accept: {accept}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _end.Token);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "mqtt" });
    }

    private async Task ToBrokerAsync(WebSocket client, Socket broker)
    {
        var buffer = new byte[4096];
        try
        {
            while (await client.ReceiveAsync(buffer.AsMemory(), _end.Token) is { MessageType: WebSocketMessageType.Binary } part)
            {
                await broker.SendAsync(buffer.AsMemory(0, part.Count), _end.Token);
            }
        }
        finally
        {
            broker.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task ToClientAsync(Socket broker, WebSocket client)
    {
        var buffer = new byte[FrameSize];
        while (await broker.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
        {
            await client.SendAsync(
                buffer.AsMemory(0, count), WebSocketMessageType.Binary, endOfMessage: true, _end.Token);
        }

        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _end.Token);
    }
}
