using Bridge.Devices.Model;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>Asks a device at its interval, without drift; a failed cycle is tried again sooner, with growing pauses.</summary>
internal sealed class PolledSupervisor(Device device, IPolledDevice driver, ILogger logger, TimeProvider time)
    : ISupervisor
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);

    private DeviceInfo? _described;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            await CycleAsync(cancellationToken);
            due = NextDue(due);
            try
            {
                await Task.Delay(Until(due), time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

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
