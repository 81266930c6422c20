using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Serial;

/// <summary>An open byte line: a tty, or a TCP connection that stands for one.</summary>
public interface ISerialPort : IAsyncDisposable
{
    /// <summary>Waits for bytes and returns how many were put into <paramref name="buffer"/>: at least 1.</summary>
    /// <exception cref="BusException">The line is gone: unplugged, hung up, or the peer closed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the port was disposed while waiting.</exception>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="BusException">The line is gone, or did not take the bytes in time.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
