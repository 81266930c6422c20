using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>
/// An open port with one read always under way: what arrives between requests is seen before the next one. A time-out
/// leaves the read as it is.
/// </summary>
internal sealed class ModbusPort(ISerialPort port, IModbusFraming framing, TimeProvider time) : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[ModbusLimit.Frame];
    private Task<int>? _read;
    private bool _refused;
    private long _lastByte = time.GetTimestamp();

    /// <summary>How frames stand on it.</summary>
    public IModbusFraming Framing => framing;

    /// <summary>True when it must be closed and opened anew.</summary>
    public bool IsBroken => _refused || framing.IsLost || BeginRead() is { IsFaulted: true } or { IsCanceled: true };

    /// <summary>Waits until the line was silent for <paramref name="gap"/>, and throws away what comes until then.</summary>
    /// <returns>False when it was not silent within <paramref name="patience"/>.</returns>
    /// <exception cref="BusException">The line is gone.</exception>
    public async ValueTask<bool> SilenceAsync(TimeSpan gap, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < patience)
        {
            var left = gap - time.GetElapsedTime(_lastByte);
            if (left <= TimeSpan.Zero && !BeginRead().IsCompleted)
            {
                return true;
            }

            await ReceiveAsync(left, cancellationToken);
        }

        return false;
    }

    /// <summary>Sends a frame; silence counts from its end.</summary>
    /// <exception cref="BusException">The line is gone, or did not take the bytes in time.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        try
        {
            await port.WriteAsync(frame, cancellationToken);
        }
        catch (BusException)
        {
            _refused = true;
            throw;
        }

        _lastByte = time.GetTimestamp();
    }

    /// <summary>What comes within <paramref name="patience"/>; empty when nothing does. Valid until the next call.</summary>
    /// <exception cref="BusException">The line is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var read = BeginRead();
        if (!read.IsCompleted && !await EndsWithinAsync(read, patience, cancellationToken))
        {
            return default;
        }

        var count = await read;
        _read = null; // not before: a read that failed stays, and tells that the port is broken
        _lastByte = time.GetTimestamp();
        return _buffer.AsMemory(0, count);
    }

    /// <summary>Ends the read and closes the port.</summary>
    public ValueTask DisposeAsync() => port.DisposeAsync();

    private async ValueTask<bool> EndsWithinAsync(Task<int> read, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Timers drop what is less than a millisecond, so it is rounded up.
        var milliseconds = Math.Ceiling(patience.TotalMilliseconds);
        if (milliseconds <= 0)
        {
            return false;
        }

        try
        {
            await read.WaitAsync(TimeSpan.FromMilliseconds(milliseconds), time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<int> BeginRead() => _read ??= port.ReadAsync(_buffer, CancellationToken.None).AsTask();
}
