using System.Net;
using System.Net.Sockets;

namespace Bridge.Mqtt.Transport;

/// <summary>TCP over IPv4 and IPv6.</summary>
internal sealed class TcpTransport(Socket socket) : IMqttTransport
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>
    /// Resolves the name and tries its addresses in order, each with an equal share of <paramref name="timeout"/>, so
    /// that one that swallows packets leaves time for the next.
    /// </summary>
    /// <exception cref="SocketException">The name is unknown, or no address answers.</exception>
    public static async Task<TcpTransport> ConnectAsync(
        string host, int port, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            using var share = new CancellationTokenSource(timeout / addresses.Length, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(share.Token, cancellationToken);
            try
            {
                return await ConnectAsync(new IPEndPoint(address, port), either.Token);
            }
            catch (SocketException refused)
            {
                failure = refused;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                failure = new SocketException((int)SocketError.TimedOut);
            }
        }

        throw failure;
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _stream.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        _stream.WriteAsync(bytes, cancellationToken);

    /// <inheritdoc/>
    public void FinishWriting()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return; // the peer was quicker: there is nobody left to tell
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<TcpTransport> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new TcpTransport(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
