using System.Collections.Immutable;
using Bridge.Devices.Buses;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>
/// Keeps a line open, feeds what comes to the decoder, and writes the commands that come meanwhile. A line that is gone is
/// opened again, with growing pauses; so is one that tells nothing, as some adapters and half-open connections never say
/// that they are dead.
/// </summary>
internal sealed class StreamSupervisor(
    Device device, IWires wires, IStreamDecoder decoder, ILogger logger, TimeProvider time) : ISupervisor, IStreamSink
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);

    private ISerialPort? _port;
    private int _failedOpens;
    private int _silences;
    private long _lastByte;
    private long _lastAccepted;
    private bool _accepted;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        device.Commands.Close(CommandRunner.Stopping);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(cancellationToken);
                continue;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                device.Fail(BusFault.Timeout, $"{device.Options.Port} did not open within {OpenTimeout.TotalSeconds:0} s");
            }
            catch (BusException failure)
            {
                device.Fail(failure.Fault, failure.Message);
            }

            await Commands.ServeAsync(cancellationToken);
            if (!await PauseAsync(cancellationToken))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Report(Reading reading)
    {
        _failedOpens = 0;
        if (_accepted && time.GetElapsedTime(_lastAccepted) < device.Options.Interval)
        {
            device.Alive(reading.Events);
            return;
        }

        _accepted = true;
        _lastAccepted = time.GetTimestamp();
        device.Accept(reading);
    }

    /// <inheritdoc/>
    public void Fault(BusFault fault, string message) => device.Fail(fault, message);

    /// <inheritdoc/>
    public void Describe(DeviceInfo info, ImmutableArray<Entity> entities) => device.Describe(info, entities);

    private static TimeSpan OpenTimeout { get; } = TimeSpan.FromSeconds(15);

    private CommandRunner Commands => field ??= new(device, WriteAsync, logger, time);

    /// <summary>How long the line may tell nothing; longer with each time that opening it anew was of no use.</summary>
    private TimeSpan Patience
    {
        get
        {
            var stale = device.Options.StaleAfter;
            return RetryDelay.After(_silences + 1, stale, stale > LongestSilence ? stale : LongestSilence);
        }
    }

    /// <summary>Returns when the line has been silent for too long.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var port = await OpenAsync(cancellationToken);
        Log.LineOpened(logger, device.Id, device.Options.Port!, device.Options.Line.ToString());
        device.Opened();
        decoder.Reset();
        _port = port;
        try
        {
            await TalkAsync(port, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Commands.StopAsync();
            throw;
        }
        finally
        {
            _port = null;
        }
    }

    // Commands are written between two reads, never beside one: the decoder has one caller at a time.
    private async Task TalkAsync(ISerialPort port, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var read = port.ReadAsync(buffer, cancellationToken).AsTask();
        _lastByte = time.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var silence = SilenceAsync(end.Token);
        while (!silence.IsCompleted || read.IsCompleted)
        {
            await Task.WhenAny(read, device.Commands.Arrival, silence);
            await Commands.ServeAsync(cancellationToken);
            if (read.IsCompleted)
            {
                decoder.Consume(buffer.AsSpan(0, await read), this);
                (_silences, _lastByte) = (0, time.GetTimestamp());
                await Commands.StartAsync(cancellationToken);
                read = port.ReadAsync(buffer, cancellationToken).AsTask();
            }
        }

        await silence;
        Log.LineSilent(logger, device.Id, device.Options.Port!, Patience.TotalSeconds);
        _silences++;
    }

    /// <summary>Ends when nothing has come for too long.</summary>
    private async Task SilenceAsync(CancellationToken cancellationToken)
    {
        while (Patience - time.GetElapsedTime(_lastByte) is { Ticks: > 0 } left)
        {
            // Not for all of it: once something comes, the patience is shorter.
            await Task.Delay(left < device.Options.StaleAfter ? left : device.Options.StaleAfter, time, cancellationToken);
        }
    }

    private ValueTask WriteAsync(Command command, CancellationToken cancellationToken)
    {
        if (decoder is not ICommandedDecoder commanded)
        {
            throw new InvalidOperationException($"{command.Key} can be set, but its driver takes no commands");
        }

        return _port is { } port
            ? port.WriteAsync(commanded.Encode(command), cancellationToken)
            : throw new BusException(BusFault.PortMissing, $"{device.Options.Port} is not open");
    }

    private async ValueTask<ISerialPort> OpenAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(OpenTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        return await wires.OpenSerialAsync(device.Options.Port!, device.Options.Line, both.Token);
    }

    private async Task<bool> PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(RetryDelay.After(++_failedOpens, FirstRetry, LongestRetry), time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
