using Bridge.Devices.Model;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>
/// Asks a device at its interval, without drift; a failed cycle is tried again sooner, with growing pauses. A command is
/// carried out at once, and the device read again, as it is what it says it is.
/// </summary>
internal sealed class PolledSupervisor(Device device, IPolledDevice driver, ILogger logger, TimeProvider time)
    : ISupervisor
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);

    private readonly CommandRunner _commands = new(device, (command, token) => Execute(driver, command, token), logger, time);

    private DeviceInfo? _described;

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
        var due = time.GetTimestamp();
        while (true)
        {
            await CycleAsync(cancellationToken);
            if (await _commands.StartAsync(cancellationToken))
            {
                await CycleAsync(cancellationToken);
            }

            due = NextDue(due);
            while (await device.Commands.WaitAsync(Until(due), time, cancellationToken))
            {
                if (await _commands.ServeAsync(cancellationToken))
                {
                    await CycleAsync(cancellationToken);
                    due = NextDue(due);
                }
            }
        }
    }

    private static ValueTask Execute(IPolledDevice driver, Command command, CancellationToken cancellationToken) =>
        driver is ICommandedDevice commanded
            ? commanded.ExecuteAsync(command, cancellationToken)
            : throw new InvalidOperationException($"{command.Key} can be set, but its driver takes no commands");

    private async Task CycleAsync(CancellationToken cancellationToken)
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
        }
        catch (BusException failure)
        {
            device.Fail(failure.Fault, failure.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (OperationCanceledException)
        {
            device.Fail(BusFault.Timeout, $"no reading within {device.Options.Timeout.TotalSeconds:0.###} s");
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            Log.DeviceBug(logger, bug, device.Id, device.Options.Driver.Name);
            device.Fail(BusFault.Bug, $"{bug.GetType().Name}: {bug.Message}");
        }
    }

    private long NextDue(long due)
    {
        var now = time.GetTimestamp();
        var failures = device.Report.ConsecutiveFailures;
        if (failures > 0)
        {
            return now + Ticks(RetryDelay.After(failures, FirstRetry, device.Options.Interval));
        }

        if (due > now)
        {
            return due; // the cycle that just ended was an extra one, after a command
        }

        // Cycles that were missed, by a slow device or a machine that slept, are not made up for.
        var interval = Ticks(device.Options.Interval);
        return due + (((now - due) / interval) + 1) * interval;
    }

    private TimeSpan Until(long due)
    {
        var left = due - time.GetTimestamp();
        return left <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)left / time.TimestampFrequency);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
