using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Modbus;

/// <summary>
/// Owns one Modbus line: the master that asks all units on it, one request after another, the links taking turns and
/// commands going first. A unit that does not answer costs its time-out and no more. The port is opened at the first
/// request, closed when it breaks or stays dumb, and opened anew at the next request.
/// </summary>
/// <param name="port">
/// The port: <c>/dev/ttyUSB0</c>, or <c>tcp://host:port</c>, where frames are those of Modbus RTU, or
/// <c>modbus-tcp://host:port</c>, where they are those of Modbus TCP.
/// </param>
/// <param name="line">How long bytes take, and the silence between frames.</param>
/// <param name="open">Opens the port. What it throws goes to all who wait.</param>
/// <param name="time">Measures time-outs and silence.</param>
public sealed class ModbusLine(
    string port, LineSettings line, Func<CancellationToken, ValueTask<ISerialPort>> open, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>How many requests of one link may wait; one more is refused with <see cref="BusFault.BusDown"/>.</summary>
    public const int QueueLength = 16;

    /// <summary>Requests in a row without a single byte after which the port itself is doubted.</summary>
    private const int DumbRequests = 4;

    private readonly FairQueue<ModbusTransfer> _queue = new(QueueLength);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _worker;
    private ModbusPort? _open;
    private bool _disposed;
    private int _dumb;

    /// <summary>How the line is set.</summary>
    public LineSettings Settings => line;

    /// <summary>The link to one unit, for a driver.</summary>
    /// <param name="unit">1 to 247; any over Modbus TCP, where 0 and 255 are the device at the other end itself.</param>
    /// <param name="timeout">How long the unit may take until it answers a request.</param>
    public ModbusLink Link(byte unit, TimeSpan timeout) => PortPath.IsModbusTcp(port) || unit is >= 1 and <= 247
        ? new UnitLink(this, port, unit, timeout)
        : throw new ArgumentOutOfRangeException(nameof(unit), unit, "must be 1 to 247");

    /// <summary>Ends the request under way, fails those that wait, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? worker;
        lock (_gate)
        {
            _disposed = true;
            worker = _worker;
        }

        await _stop.CancelAsync();
        _queue.Close();
        await (worker ?? Task.CompletedTask);
    }

    private async ValueTask<ushort[]> TransferAsync(
        ModbusLink link, ModbusRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var transfer = new ModbusTransfer(request, timeout);
        Enqueue(link, transfer);
        try
        {
            return await transfer.Completion.WaitAsync(cancellationToken);
        }
        finally
        {
            transfer.Abandon();
        }
    }

    private void Enqueue(ModbusLink link, ModbusTransfer transfer)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _worker ??= RunAsync();
            if (!_queue.TryAdd(link, transfer, link.Urgent))
            {
                throw new BusException(BusFault.BusDown, $"{link.Place}: {QueueLength} requests wait already");
            }
        }
    }

    private async Task RunAsync()
    {
        while (await _queue.TakeAsync() is { } transfer)
        {
            if (_stop.IsCancellationRequested)
            {
                transfer.Fail(Disposed());
            }
            else if (!transfer.IsAbandoned)
            {
                await PerformAsync(transfer);
            }
        }

        await CloseAsync();
    }

    /// <summary>Any exception belongs to the caller: it must not end the worker that others need.</summary>
    private async ValueTask PerformAsync(ModbusTransfer transfer)
    {
        try
        {
            await LearnEchoAsync(transfer);
            transfer.Succeed(await ExchangeAsync(transfer));
        }
        catch (BusException failure)
        {
            if (failure.Fault.IsOfBus)
            {
                FailQueued(() => new BusException(failure.Fault, failure.Message, failure));
            }

            transfer.Fail(failure);
        }
        catch (OperationCanceledException)
        {
            transfer.Fail(Disposed());
        }
        catch (Exception failure)
        {
            transfer.Fail(failure);
        }

        // At once: an unplugged adapter comes back under its name only when nobody holds its dead node open.
        if (_dumb >= DumbRequests || _open is { IsBroken: true })
        {
            await CloseAsync();
        }
    }

    /// <summary>Before a request that its own echo would answer: any other one tells whether there are echoes.</summary>
    private async ValueTask LearnEchoAsync(ModbusTransfer transfer)
    {
        var framing = (await OpenAsync()).Framing;
        if (!framing.MayTakeEchoFor(transfer.Request))
        {
            return;
        }

        try
        {
            await ExchangeAsync(new(transfer.Request.ReadBack(), transfer.Timeout));
        }
        catch (BusException failure) when (!failure.Fault.IsOfBus)
        {
            // Silence and exceptions tell it too.
        }
    }

    private async ValueTask<ushort[]> ExchangeAsync(ModbusTransfer transfer)
    {
        var wire = await OpenAsync();
        var framing = wire.Framing;
        if (framing.Gap is { } gap && !await wire.SilenceAsync(gap, transfer.Timeout, _stop.Token))
        {
            throw new BusException(
                BusFault.BusDown,
                $"{port}: the line is never silent; a device that talks on its own, or another master, is on it");
        }

        var request = transfer.Request;
        _dumb++;
        await wire.SendAsync(framing.Pack(request), _stop.Token);
        var start = time.GetTimestamp();
        var patience = transfer.Timeout + framing.TransitOf(request);
        while (!framing.IsLost && patience - time.GetElapsedTime(start) is { Ticks: > 0 } left)
        {
            var bytes = await wire.ReceiveAsync(left, _stop.Token);
            if (bytes.IsEmpty)
            {
                break;
            }

            _dumb = 0;
            framing.Add(bytes.Span);
            if (Answer(framing.FindAnswer(), request) is { } values)
            {
                return values;
            }
        }

        throw framing.Explain(port, transfer);
    }

    private async ValueTask<ModbusPort> OpenAsync()
    {
        if (_open is { IsBroken: true })
        {
            await CloseAsync(); // it broke while nobody asked
        }

        return _open ??= new ModbusPort(
            await open(_stop.Token), PortPath.IsModbusTcp(port) ? new TcpFraming() : new RtuFraming(line), time);
    }

    private async ValueTask CloseAsync()
    {
        var closing = _open;
        (_open, _dumb) = (null, 0);
        if (closing is not null)
        {
            await closing.DisposeAsync();
        }
    }

    private ushort[]? Answer(ReadOnlySpan<byte> answer, ModbusRequest request)
    {
        if (answer.IsEmpty)
        {
            return null;
        }

        return ModbusRequest.ExceptionOf(answer) is { } code
            ? throw new BusException(
                code == ModbusExceptionText.GatewayTargetFailedToRespond ? BusFault.NoAnswer : BusFault.Protocol,
                $"{port} unit {request.Unit}: {ModbusExceptionText.Of(code)} for {request}")
            : request.Values(answer);
    }

    private ObjectDisposedException Disposed() => new($"Modbus line {port}");

    private void FailQueued(Func<Exception> reason)
    {
        while (_queue.TryTake() is { } waiting)
        {
            waiting.Fail(reason());
        }
    }

    private sealed class UnitLink(ModbusLine line, string port, byte unit, TimeSpan timeout) : ModbusLink
    {
        public override byte Unit => unit;

        public override string Place { get; } = $"{port} unit {unit}";

        public override ValueTask<ushort[]> ReadAsync(
            ModbusTable table, ushort address, int count, CancellationToken cancellationToken) =>
            line.TransferAsync(this, ModbusRequest.Read(unit, table, address, count), timeout, cancellationToken);

        public override async ValueTask WriteAsync(
            ModbusTable table,
            ushort address,
            ReadOnlyMemory<ushort> values,
            bool asMany,
            CancellationToken cancellationToken) =>
            await line.TransferAsync(
                this, ModbusRequest.Write(unit, table, address, values.Span, asMany), timeout, cancellationToken);
    }
}
