using System.Net.Sockets;

namespace Bridge.Mqtt.Transport;

/// <summary>TCP for one of many connections: no thread waits for it.</summary>
internal sealed class TcpTransport(Socket socket) : IMqttTransport
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

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
}
