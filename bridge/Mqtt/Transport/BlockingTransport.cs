using System.Net.Sockets;

namespace Bridge.Mqtt.Transport;

/// <summary>
/// TCP, or a Unix domain socket, for a client whose receive loop has a thread of its own: reading waits in the kernel.
/// That spares two changes of thread for each arrival, which is more than all the work on a packet. The socket must never
/// have been used asynchronously: that would make it non-blocking for good.
/// </summary>
internal sealed class BlockingTransport(Socket socket) : IMqttTransport
{
    /// <summary>What the kernel is asked to take over unsent; it keeps at least a third of it free when it says "writable".</summary>
    public const int SendBuffer = 128 * 1024;

    /// <summary>So much never waits when the socket is writable, whatever the kernel's own bookkeeping takes.</summary>
    private const int AtOnce = SendBuffer / 4;

    private readonly Lock _reading = new();
    private readonly Lock _writing = new();

    /// <summary>Waits on the calling thread; a cancelled read ends the connection.</summary>
    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var closing = CloseWhen(cancellationToken);
        int count;
        try
        {
            lock (_reading)
            {
                count = socket.Receive(buffer.Span);
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw Explain(broken, cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested(); // a connection that ended for that reads as closed
        return ValueTask.FromResult(count);
    }

    /// <summary>Writes on the calling thread what the kernel takes at once, anything else on the thread pool.</summary>
    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length > AtOnce || !IsWritable())
        {
            return WriteOnPoolAsync(bytes, cancellationToken);
        }

        Write(bytes.Span, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void FinishWriting() => ShutDown(SocketShutdown.Send);

    /// <summary>Ends what waits first: closing a socket under a waiting read would reset the connection.</summary>
    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        ShutDown(SocketShutdown.Both);
        lock (_reading)
        {
            lock (_writing)
            {
                socket.Dispose();
            }
        }

        return ValueTask.CompletedTask;
    }

    private void ShutDown(SocketShutdown how)
    {
        try
        {
            socket.Shutdown(how);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return; // the peer was quicker: there is nobody left to tell
        }
    }

    private bool IsWritable()
    {
        try
        {
            return socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            return true; // the write finds out what is wrong
        }
    }

    /// <summary>Apart from its caller, so that only it makes an object for what it captures.</summary>
    private ValueTask WriteOnPoolAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        new(Task.Run(() => Write(bytes.Span, cancellationToken), CancellationToken.None));

    private void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken)
    {
        using var closing = CloseWhen(cancellationToken);
        try
        {
            lock (_writing)
            {
                while (bytes.Length > 0)
                {
                    bytes = bytes[socket.Send(bytes)..];
                }
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw Explain(broken, cancellationToken);
        }
    }

    private CancellationTokenRegistration CloseWhen(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(
            static state => ((BlockingTransport)state!).ShutDown(SocketShutdown.Both), this);

    private static Exception Explain(Exception broken, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(cancellationToken)
            : new IOException(broken.Message, broken);
}
