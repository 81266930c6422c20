using System.Net;
using System.Net.Sockets;

namespace Bridge.TestSupport.Mqtt;

/// <summary>A scripted peer on a loopback port that speaks in raw bytes: what it sends, and when it falls silent, is the test's.</summary>
public sealed class FakeBroker : IAsyncDisposable
{
    /// <summary>CONNACK of MQTT 5, success, no properties (§3.2).</summary>
    public static readonly byte[] ConnAck5 = [0x20, 0x03, 0x00, 0x00, 0x00];

    /// <summary>CONNACK of MQTT 3.1.1, accepted (§3.2).</summary>
    public static readonly byte[] ConnAck311 = [0x20, 0x02, 0x00, 0x00];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _peer;

    /// <summary>Starts to listen.</summary>
    public FakeBroker() => _listener.Start();

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Takes the next connection; an earlier one stays open until it is cut.</summary>
    public async Task AcceptAsync() => _peer = await _listener.AcceptSocketAsync(Soon());

    /// <summary>Takes the next connection, reads its CONNECT and answers.</summary>
    public async Task<WirePacket> AcceptAsync(byte[] answer)
    {
        await AcceptAsync();
        var connect = await ReadAsync() ?? throw new InvalidOperationException("Closed before CONNECT.");
        await SendAsync(answer);
        return connect;
    }

    /// <summary>Sends raw bytes.</summary>
    public async Task SendAsync(params byte[] bytes) => await _peer!.SendAsync(bytes, Soon());

    /// <summary>The next packet; null when the client has closed.</summary>
    public async Task<WirePacket?> ReadAsync()
    {
        if (await ReadExactlyAsync(1) is not [var first])
        {
            return null;
        }

        var (length, shift) = (0, 0);
        int digit;
        do
        {
            digit = (await ReadExactlyAsync(1) ?? throw new EndOfStreamException())[0];
            length |= (digit & 0x7F) << shift;
            shift += 7;
        }
        while (digit >= 0x80);

        return new WirePacket(first, await ReadExactlyAsync(length) ?? throw new EndOfStreamException());
    }

    /// <summary>Sends nothing more; what has been sent still arrives.</summary>
    public void Finish() => _peer!.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection: in order, or with a reset.</summary>
    public void Cut(bool reset = false)
    {
        _peer!.LingerState = new LingerOption(reset, 0);
        _peer.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _peer?.Dispose();
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Soon() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private async Task<byte[]?> ReadExactlyAsync(int count)
    {
        var bytes = new byte[count];
        for (var got = 0; got < count;)
        {
            var more = await _peer!.ReceiveAsync(bytes.AsMemory(got), Soon());
            if (more == 0)
            {
                return null;
            }

            got += more;
        }

        return bytes;
    }
}

/// <summary>A packet as it came: first byte, and what follows the remaining length.</summary>
public sealed record WirePacket(byte First, byte[] Body);
