using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Runtime;

/// <summary>
/// Carries commands out for one device, one after the other on its supervisor's task, and brings its outputs into the
/// states that they are to have at start and stop.
/// </summary>
/// <param name="device">Whose.</param>
/// <param name="execute">Does it; returns when the device has taken it.</param>
/// <param name="logger">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandRunner(
    Device device, Func<Command, CancellationToken, ValueTask> execute, ILogger logger, TimeProvider time)
{
    /// <summary>What waits when the bridge stops is answered with this.</summary>
    public const string Stopping = "the bridge is stopping";

    /// <summary>Of the 4 s that devices have in an ordered stop; the rest is for closing.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(3);

    // The device's own: a supervisor that starts again after a bug sets nothing a second time.
    private readonly Dictionary<string, Value> _starting = device.StartingOutputs ??= AtStart(device);

    /// <summary>Carries out all that waits; true when the device was asked to change.</summary>
    public async Task<bool> ServeAsync(CancellationToken cancellationToken)
    {
        var any = false;
        while (device.Commands.Take() is { } request)
        {
            if (device.Report.Refusal is { } refusal)
            {
                request.Answer(refusal);
                continue;
            }

            // What somebody asks for now is worth more than what was to be at start.
            _starting.Remove(request.Command.Key);
            request.Answer(await ExecuteAsync(request.Command, device.Options.Timeout, cancellationToken));
            any = true;
        }

        return any;
    }

    /// <summary>
    /// Sets the outputs that are to have a state from the start on, once what they are is known; what fails is tried
    /// again after the next good reading. True when the device was asked to change.
    /// </summary>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var (key, wanted) in _starting)
        {
            if (device.Report is not { Online: true, ConsecutiveFailures: 0 })
            {
                break;
            }

            if (device.Find(key) != wanted)
            {
                any = true;
                if (await ExecuteAsync(new(key, wanted), device.Options.Timeout, cancellationToken) is not null)
                {
                    continue;
                }
            }

            _starting.Remove(key);
        }

        return any;
    }

    /// <summary>
    /// Sets the outputs that are to have a state when nobody watches over them. What they were stays in the store, so
    /// that <c>restore</c> finds it.
    /// </summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(LongestStop, time);
        foreach (var (key, options) in device.Options.Entities)
        {
            if (options.OnStop == OnStop.Keep || !device.Report.Online || !IsSwitch(device, key))
            {
                continue;
            }

            var command = new Command(key, Value.Of(options.OnStop == OnStop.On));
            if (await ExecuteAsync(command, LongestStop, limit.Token) is { } error)
            {
                Log.OutputNotLeft(logger, device.Id, key, error);
            }
        }
    }

    private static Dictionary<string, Value> AtStart(Device device)
    {
        var wanted = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (key, options) in device.Options.Entities)
        {
            var value = options.OnStart switch
            {
                OnStart.On => Value.Of(true),
                OnStart.Off => Value.Of(false),
                OnStart.Restore => device.Find(key),
                _ => Value.Unknown,
            };
            if (value.Kind == ValueKind.Boolean && IsSwitch(device, key))
            {
                wanted.Add(key, value);
            }
        }

        return wanted;
    }

    private static bool IsSwitch(Device device, string key) =>
        device.Entities.Any(entity => entity.Key == key && entity.Kind == EntityKind.Switch);

    /// <summary>Null when the device has taken it, else why not.</summary>
    private async Task<string?> ExecuteAsync(Command command, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await execute(command, both.Token);
            return null;
        }
        catch (BusException failure)
        {
            return Failed(failure.Fault, failure.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Stopping;
        }
        catch (OperationCanceledException)
        {
            return Failed(BusFault.Timeout, $"{command.Key} was not set within {longest.TotalSeconds:0.###} s");
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            device.Bugs.Fail(bug, logger);
            return BugJournal.TextOf(bug);
        }
    }

    private string Failed(BusFault fault, string message)
    {
        device.Fail(fault, message);
        return message;
    }
}
