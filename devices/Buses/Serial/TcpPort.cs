using System.Globalization;
using System.Net.Sockets;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Serial;

/// <summary>
/// A serial line at the other end of a TCP connection: a P1 reader, ser2net, a terminal server in raw mode.
/// </summary>
public sealed class TcpPort : ISerialPort
{
    /// <summary>How a port name of this kind begins.</summary>
    public const string Scheme = "tcp://";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _disposed = new();

    private TcpPort(Socket socket, string name, TimeProvider time)
    {
        _socket = socket;
        _name = name;
        _time = time;
    }

    /// <summary>Connects, within 10 s.</summary>
    /// <param name="name"><c>tcp://host:port</c> or <c>modbus-tcp://host:port</c>.</param>
    /// <param name="time">Measures time-outs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BusException"><see cref="BusFault.PortMissing"/>: unknown host, refused, no answer.</exception>
    public static async ValueTask<TcpPort> ConnectAsync(
        string name, TimeProvider time, CancellationToken cancellationToken)
    {
        var (host, port) = Parse(name);
        using var timeout = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            NoticeDeadPeer(socket);
            await socket.ConnectAsync(host, port, either.Token);
            return new TcpPort(socket, name, time);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw new BusException(BusFault.PortMissing, $"{name}: {Reason(failure, host)}", failure);
        }
        catch (OperationCanceledException failure)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new BusException(
                BusFault.PortMissing,
                $"{name}: no answer within {ConnectTimeout.TotalSeconds:0} s; is it on?",
                failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        try
        {
            var count = await _socket.ReceiveAsync(buffer, SocketFlags.None, either.Token);
            return count > 0 ? count : throw Gone("the other side closed the connection", null);
        }
        catch (SocketException failure)
        {
            throw Gone(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(WriteTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, _disposed.Token, timeout.Token);
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, either.Token)..];
            }
        }
        catch (SocketException failure)
        {
            throw Gone(failure.Message, failure);
        }
        catch (OperationCanceledException failure) when (timeout.IsCancellationRequested)
        {
            throw new BusException(
                BusFault.Timeout,
                $"{_name}: {bytes.Length} bytes were not taken in {WriteTimeout.TotalSeconds:0} s",
                failure);
        }
    }

    /// <summary>Ends waiting reads and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _socket.Dispose();
    }

    private static (string Host, int Port) Parse(string name)
    {
        if (Uri.TryCreate(name, UriKind.Absolute, out var uri)
            && (name.StartsWith(Scheme, StringComparison.Ordinal) || PortPath.IsModbusTcp(name))
            && uri is { Port: > 0, PathAndQuery: "" or "/" }
            && uri.DnsSafeHost.Length > 0)
        {
            return (uri.DnsSafeHost, uri.Port);
        }

        throw new BusException(BusFault.PortMissing, $"'{name}' is not of the form tcp://host:port");
    }

    /// <summary>
    /// A meter that lost its power never says goodbye: after 60 s of silence the kernel asks, four times.
    /// </summary>
    private static void NoticeDeadPeer(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }

    private static string Reason(SocketException failure, string host) => failure.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"unknown host '{host}'",
        SocketError.ConnectionRefused => "refused: nothing listens on that port",
        _ => string.Create(CultureInfo.InvariantCulture, $"cannot connect: {failure.Message}"),
    };

    private BusException Gone(string detail, Exception? inner) =>
        new(BusFault.PortMissing, $"{_name}: the line is gone ({detail})", inner);
}
