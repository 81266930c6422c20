using Bridge.Devices.Model;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>
/// Asks a device at its pace; a transient fault is retried at once, a failed cycle sooner than the interval, with growing
/// pauses. A command is carried out at once, and the device read again, as it is what it says it is.
/// </summary>
internal sealed class PolledSupervisor(Device device, IPolledDevice driver, ILogger logger, TimeProvider time)
    : ISupervisor
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);

    /// <summary>Devices that start together have their turns within this time of each other.</summary>
    private static readonly TimeSpan WidestPhase = TimeSpan.FromSeconds(2);

    private readonly CommandRunner _commands = new(device, (command, token) => Execute(driver, command, token), logger, time);
    private readonly CircuitBreaker _breaker = new(device, time);
    private Lookout? _lookout;

    private DeviceInfo? _described;

    /// <summary>Draws the phase of the device and the jitter of its readings; null has neither.</summary>
    public Random? Random { get; init; }

    /// <summary>What is looked at between readings; null for nothing.</summary>
    public IWatchedDevice? Watched
    {
        init => _lookout = value?.LookInterval > TimeSpan.Zero ? new(device, value, time) : null;
    }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The stop.
        }

        device.Commands.Close(CommandRunner.Stopping);
        await _commands.StopAsync();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var phase = Phase();
        await Task.Delay(phase, time, cancellationToken);
        var (pace, interval) = (PaceOf(phase), device.Options.Interval);
        while (true)
        {
            if (interval != device.Options.Interval)
            {
                (pace, interval) = (PaceOf(phase), device.Options.Interval);
            }

            await CycleAsync(cancellationToken);
            if (await _commands.StartAsync(cancellationToken))
            {
                await CycleAsync(cancellationToken);
            }

            pace.Pass();
            await WaitAsync(pace, interval, cancellationToken);
        }
    }

    /// <summary>
    /// Returns when the device is due, does not answer any more, or has another interval; carries out the commands that
    /// come until then.
    /// </summary>
    private async Task WaitAsync(IPace pace, TimeSpan interval, CancellationToken cancellationToken)
    {
        while (interval == device.Options.Interval)
        {
            // Timers count whole milliseconds: one that ends early would be set again and again.
            var left = Math.Ceiling(Math.Max(Shorter(Left(pace), Watch?.Left).TotalMilliseconds, 0));
            if (await device.Commands.WaitAsync(TimeSpan.FromMilliseconds(left), time, cancellationToken))
            {
                if (await _commands.ServeAsync(cancellationToken))
                {
                    await CycleAsync(cancellationToken);
                    pace.Pass();
                }
            }
            else if (Left(pace) <= TimeSpan.Zero || (Watch is { } watch && !await watch.LookAsync(cancellationToken)))
            {
                return;
            }
        }
    }

    // A device that does not answer is not looked at.
    private Lookout? Watch => _breaker.IsOpen ? null : _lookout;

    private static TimeSpan Shorter(TimeSpan left, TimeSpan? other) => other < left ? other.Value : left;

    // After a failed cycle the breaker says when; but a time that the user has set is never passed over.
    private TimeSpan Left(IPace pace) => !_breaker.IsOpen ? pace.Left
        : device.Options.Schedule is not null && pace.Left < _breaker.Left ? pace.Left
        : _breaker.Left;

    private TimeSpan Phase()
    {
        var widest = device.Options.Interval / 10;
        return (Random?.NextDouble() ?? 0) * (widest < WidestPhase ? widest : WidestPhase);
    }

    private IPace PaceOf(TimeSpan phase) => device.Options.Schedule is { } schedule
        ? new SchedulePace(schedule, phase, time)
        : new IntervalPace(device.Options.Interval, device.Options.Jitter, Random, time);

    private static ValueTask Execute(IPolledDevice driver, Command command, CancellationToken cancellationToken) =>
        driver is ICommandedDevice commanded
            ? commanded.ExecuteAsync(command, cancellationToken)
            : throw new InvalidOperationException($"{command.Key} can be set, but its driver takes no commands");

    /// <summary>One reading, with retries as long as the device has not failed before.</summary>
    private async Task CycleAsync(CancellationToken cancellationToken)
    {
        var retries = _breaker.IsOpen ? 0 : device.Options.Retries;
        var begin = time.GetTimestamp();
        for (var done = 0; !await TryAsync(isLast: done == retries, cancellationToken); begin = time.GetTimestamp())
        {
            await Task.Delay(
                RetryDelay.After(++done, FirstRetry, device.Options.Interval / 4), time, cancellationToken);
        }

        _breaker.Note(device.Report.ConsecutiveFailures, time.GetElapsedTime(begin));
    }

    /// <summary>False when it is worth another try.</summary>
    private async Task<bool> TryAsync(bool isLast, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(device.Options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var reading = await driver.ReadAsync(both.Token);
            if (!ReferenceEquals(_described, driver.Info))
            {
                _described = driver.Info;
                device.Describe(driver.Info, []);
            }

            device.Accept(reading);
            return true;
        }
        catch (BusException failure)
        {
            return Failed(failure.Fault, failure.Message, isLast);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(
                BusFault.Timeout, $"no reading within {device.Options.Timeout.TotalSeconds:0.###} s", isLast);
        }
    }

    private bool Failed(BusFault fault, string message, bool isLast)
    {
        if (!isLast && fault is BusFault.Timeout or BusFault.NoAnswer or BusFault.Checksum)
        {
            Log.DeviceRetried(logger, device.Id, fault.Text, message);
            return false;
        }

        device.Fail(fault, message);
        return true;
    }
}
