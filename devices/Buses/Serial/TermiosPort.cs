using System.Buffers;
using System.IO.Pipelines;
using Bridge.Devices.Model;
using Microsoft.Win32.SafeHandles;

namespace Bridge.Devices.Buses.Serial;

/// <summary>
/// A tty in raw mode, held exclusively. A thread of its own waits for bytes and for the end of the port, and hands the
/// bytes over through a bounded pipe: a slow reader slows the thread, and then the kernel's buffer overflows, not ours.
/// </summary>
public sealed class TermiosPort : ISerialPort
{
    private const int ReadLength = 4096; // a tty's buffer

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(2);

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle _stop;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly CancellationTokenSource _disposed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile BusException? _fault;

    private TermiosPort(SafeFileHandle file, SafeFileHandle stop, string path, TimeProvider time)
    {
        _file = file;
        _stop = stop;
        _path = path;
        _time = time;
    }

    /// <summary>Opens a tty, sets the line, and forgets what arrived before.</summary>
    /// <param name="path">Such as <c>/dev/ttyUSB0</c> or a link under <c>/dev/serial/by-id</c>.</param>
    /// <param name="line">The line's settings; bytes with a parity error are dropped.</param>
    /// <param name="time">Measures the time-out of writes.</param>
    /// <exception cref="BusException">
    /// <see cref="BusFault.PortMissing"/>, <see cref="BusFault.Permission"/>, <see cref="BusFault.Busy"/>;
    /// <see cref="BusFault.Protocol"/> when it is no serial line or cannot be set so.
    /// </exception>
    public static TermiosPort Open(string path, LineSettings line, TimeProvider time)
    {
        var file = TermiosLine.Open(path, line);
        var stop = Interop.EventFd(0, Interop.CloseOnExec);
        if (stop.IsInvalid)
        {
            var error = Errno.Last;
            TermiosLine.Close(file);
            throw new BusException(BusFault.BusDown, $"{path} cannot be waited for: {Errno.Text(error)}");
        }

        var port = new TermiosPort(file, stop, path, time);
        new Thread(port.Receive) { IsBackground = true, Name = $"Serial {path}" }.Start();
        return port;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var result = await _pipe.Reader.ReadAsync(either.Token);
        var bytes = result.Buffer.Slice(0, Math.Min(buffer.Length, result.Buffer.Length));
        bytes.CopyTo(buffer.Span);
        var count = (int)bytes.Length; // not to be asked after the advance, which takes its segments away
        _pipe.Reader.AdvanceTo(bytes.End);
        if (count == 0)
        {
            throw _fault is { } fault
                ? new BusException(fault.Fault, fault.Message, fault)
                : new OperationCanceledException($"{_path} was closed.");
        }

        return count;
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            bytes = bytes[WriteSome(bytes.Span)..];
            if (bytes.IsEmpty)
            {
                return;
            }

            if (_time.GetElapsedTime(start) >= WriteTimeout)
            {
                throw new BusException(
                    BusFault.Timeout,
                    $"{_path}: {bytes.Length} bytes were not taken in {WriteTimeout.TotalSeconds:0} s");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), _time, cancellationToken); // the kernel's buffer is full
        }
    }

    /// <summary>Ends waiting reads and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        await _disposed.CancelAsync();
        Interop.Write(_stop, [1, 0, 0, 0, 0, 0, 0, 0], 8);
        _pipe.Writer.CancelPendingFlush();
        try
        {
            await _ended.Task.WaitAsync(DisposeTimeout, _time);
        }
        catch (TimeoutException)
        {
            // The thread hangs in the kernel, which closes the port when the call returns.
        }

        TermiosLine.Close(_file);
        _stop.Dispose();
    }

    private int WriteSome(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var count = Interop.Write(_file, bytes, (nuint)bytes.Length);
            if (count >= 0)
            {
                return (int)count;
            }

            switch (Errno.Last)
            {
                case Errno.Interrupted:
                    continue;
                case Errno.Again:
                    return 0;
                case var error:
                    throw Gone(Errno.Text(error));
            }
        }
    }

    /// <summary>The thread.</summary>
    private void Receive()
    {
        try
        {
            while (!_disposed.IsCancellationRequested && ReceiveSome())
            {
            }
        }
        catch (BusException gone)
        {
            _fault = gone;
        }
        catch (ObjectDisposedException)
        {
            // Closed while the kernel did not let this thread go.
        }
        finally
        {
            _pipe.Writer.Complete();
            _ended.SetResult();
        }
    }

    private bool ReceiveSome()
    {
        var count = Interop.Read(_file, _pipe.Writer.GetSpan(ReadLength), ReadLength);
        if (count > 0)
        {
            _pipe.Writer.Advance((int)count);
            var flush = _pipe.Writer.FlushAsync();
            var result = flush.IsCompletedSuccessfully ? flush.Result : flush.AsTask().GetAwaiter().GetResult();
            return !result.IsCompleted;
        }

        // A hung-up tty reads as its end, again and again.
        var error = count == 0 ? Errno.Io : Errno.Last;
        if (error is not (Errno.Again or Errno.Interrupted))
        {
            throw Gone(count == 0 ? "hung up" : Errno.Text(error));
        }

        Interop.WaitForInput(_file, _stop);
        return true;
    }

    private BusException Gone(string detail) =>
        new(BusFault.PortMissing, $"{_path}: the line is gone ({detail}); plug it in again");
}
