using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.I2c;

/// <summary>
/// Owns one bus: does its transfers one after another on a thread of its own, the links taking turns and commands going
/// first, each bounded by <see cref="TransferTimeout"/>. A transfer that hangs in the kernel hurts only this bus: everyone
/// who waits is told, and so is everyone who asks while it hangs. The bus is opened at the first transfer, and anew after
/// a fault of the bus itself. When all addresses in use are silent, the bus is told to be down, not each chip.
/// </summary>
/// <param name="path">The bus for messages: <c>/dev/i2c-1</c>.</param>
/// <param name="open">
/// Opens the bus; called on the worker's thread. What it throws goes to the caller of the transfer.
/// </param>
/// <param name="time">Measures the time-out.</param>
public sealed class I2cBusWorker(string path, Func<II2cBus> open, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How many transfers of one link may wait; one more is refused with <see cref="BusFault.BusDown"/>.</summary>
    public const int QueueLength = 16;

    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(2);

    private readonly FairQueue<I2cTransfer> _queue = new(QueueLength);
    private readonly LockUpWatch _watch = new(path);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Thread? _thread;
    private I2cTransfer? _running;
    private long _runningSince;
    private bool _stuck;
    private bool _disposed;
    private II2cBus? _bus;

    /// <summary>How long a transfer may take, with its wait in the queue.</summary>
    public static TimeSpan TransferTimeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The link to one 7-bit address, for a driver; a bus that lacks what it needs is told with each transfer.</summary>
    public I2cLink Link(byte address, I2cNeeds needs = I2cNeeds.None)
    {
        lock (_gate)
        {
            _watch.Add(address);
        }

        return new WorkerLink(this, path, address, needs);
    }

    /// <summary>Ends the worker and closes the bus; gives up on a transfer that hangs.</summary>
    public async ValueTask DisposeAsync()
    {
        bool wait;
        lock (_gate)
        {
            _disposed = true;
            wait = _thread is not null && !_stuck;
        }

        FailQueued(() => new ObjectDisposedException($"I²C bus {path}"));
        _queue.Close();
        try
        {
            await (wait ? _ended.Task.WaitAsync(DisposeTimeout, time) : Task.CompletedTask);
        }
        catch (TimeoutException)
        {
            // The thread is a background one: it closes the bus if the kernel ever lets it go.
        }
    }

    private async ValueTask TransferAsync(
        I2cLink link, I2cTransfer transfer, Memory<byte> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enqueue(link, transfer);
        try
        {
            await transfer.Completion.WaitAsync(TransferTimeout, time, cancellationToken);
        }
        catch (TimeoutException timeout)
        {
            throw GiveUp(transfer, timeout);
        }
        finally
        {
            transfer.Abandon();
        }

        transfer.Read.CopyTo(read); // only now: a transfer that ends late must not write into a buffer given back
    }

    private void Enqueue(I2cLink link, I2cTransfer transfer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_stuck)
            {
                throw Stuck();
            }

            if (!_queue.TryAdd(link, transfer, link.Urgent))
            {
                throw new BusException(BusFault.BusDown, $"{link.Place}: {QueueLength} transfers wait already");
            }

            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = $"I2C {path}" };
                _thread.Start();
            }
        }
    }

    private BusException GiveUp(I2cTransfer transfer, TimeoutException timeout)
    {
        lock (_gate)
        {
            var isRunning = transfer == _running;
            _stuck |= isRunning || (_running is not null && time.GetElapsedTime(_runningSince) >= TransferTimeout);
            if (_stuck)
            {
                FailQueued(Stuck);
            }

            return (_stuck, isRunning) switch
            {
                (true, false) => Stuck(),
                (false, false) when _watch.IsLockedUp => _watch.Fault(timeout),
                _ => new BusException(
                    BusFault.Timeout,
                    $"{path} 0x{transfer.Address:x2}: no end within {TransferTimeout.TotalSeconds:0} s",
                    timeout),
            };
        }
    }

    private void FailQueued(Func<Exception> reason)
    {
        while (_queue.TryTake() is { } waiting)
        {
            waiting.Fail(reason());
        }
    }

    private BusException Stuck() => new(
        BusFault.BusDown, $"{path}: a transfer hangs; if this stays, power-cycle the chips or replug the adapter");

    private void Run()
    {
        while (_queue.Take() is { } transfer)
        {
            if (transfer.IsAbandoned)
            {
                continue;
            }

            lock (_gate)
            {
                _running = transfer;
                _runningSince = time.GetTimestamp();
            }

            var failure = Perform(transfer);
            lock (_gate)
            {
                _running = null;
                _stuck = false;
            }

            transfer.End(failure);
        }

        CloseBus();
        _ended.SetResult();
    }

    /// <summary>Any exception belongs to the caller: it must not end the thread that others need.</summary>
    private Exception? Perform(I2cTransfer transfer)
    {
        try
        {
            _bus ??= open();
            if ((transfer.Needs & ~_bus.Abilities) is var lacking and not I2cNeeds.None)
            {
                return I2cFault.Lacks(path, transfer.Address, lacking);
            }

            _bus.Transfer(transfer.Address, transfer.Write, transfer.Read);
            IsLockedUp(transfer.Address, silent: false);
            return null;
        }
        catch (BusException failure)
        {
            var isOfBus = failure.Fault.IsOfBus;
            var isDoubtful = _bus is { IsDoubtful: true };
            var isLockedUp = IsLockedUp(
                transfer.Address, silent: !isOfBus && (isDoubtful || failure.Fault == BusFault.Timeout));
            if (isOfBus || isDoubtful || isLockedUp)
            {
                CloseBus(); // an unplugged adapter comes back only when nobody holds its dead node open
            }

            return isLockedUp ? _watch.Fault(failure) : failure;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private bool IsLockedUp(byte address, bool silent)
    {
        lock (_gate)
        {
            _watch.Note(address, silent);
            return _watch.IsLockedUp;
        }
    }

    private void CloseBus()
    {
        _bus?.Dispose();
        _bus = null;
    }

    private sealed class WorkerLink(I2cBusWorker worker, string path, byte address, I2cNeeds needs) : I2cLink
    {
        public override byte Address => address;

        public override string Place { get; } = $"{path} 0x{address:x2}";

        public override ValueTask TransferAsync(
            ReadOnlyMemory<byte> write, Memory<byte> read, CancellationToken cancellationToken) =>
            worker.TransferAsync(
                this, new I2cTransfer(address, needs, write.ToArray(), read.Length), read, cancellationToken);
    }
}
