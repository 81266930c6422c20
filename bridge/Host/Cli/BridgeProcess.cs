using Bridge.Host.Cli.Demo;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.Health;
using Bridge.Host.Logging;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Cli;

/// <summary>The process around runs of the bridge: log, state, health file, watchdog; and restarts inside of it.</summary>
/// <param name="loader">Reads the configuration.</param>
/// <param name="request">Where it comes from.</param>
/// <param name="tracesMqtt">Logs each MQTT packet.</param>
internal sealed class BridgeProcess(ConfigurationLoader loader, ConfigurationRequest request, bool tracesMqtt)
{
    private const string MqttLogger = "Mqtt";
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private LoadedConfiguration? _next;

    /// <summary>Runs until <paramref name="stop"/>; each restart command begins a new run.</summary>
    public async Task<int> RunAsync(LoadedConfiguration first, CancellationToken stop)
    {
        var loaded = first;
        while (true)
        {
            var code = await RunOnceAsync(loaded, stop);
            if (code != ExitCode.Clean || stop.IsCancellationRequested || _next is not { } next)
            {
                return code;
            }

            (loaded, _next) = (next, null);
        }
    }

    private async Task<int> RunOnceAsync(LoadedConfiguration loaded, CancellationToken stop)
    {
        var options = loaded.Options!;
        var level = new LogLevelControl(options.Logging.Level) { Traced = tracesMqtt ? [MqttLogger] : [] };
        using var loggers = ConsoleLog.Create(options.Logging, level);
        var logger = loggers.CreateLogger("Bridge");
        try
        {
            foreach (var warning in loaded.Warnings)
            {
                Log.ConfigurationWarning(logger, warning.Origin, FaultPage.Line(warning));
            }

            await using var store = await StateStore.OpenAsync(
                options.State.ForStore, TimeProvider.System, news => Tell(logger, news), stop);
            var equipment = new Equipment(loggers, level)
            {
                Wires = DemoWires.OfThisMachine,
                MqttTrace = MqttTrace(loggers),
            };
            return CodeOf(await RunAsync(options, store, equipment, stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Clean;
        }
        catch (StoreVersionException version)
        {
            Log.StoreProblem(logger, version.Message);
            return ExitCode.Configuration;
        }
        catch (StoreInUseException inUse)
        {
            Log.StoreProblem(logger, inUse.Message);
            return ExitCode.Failure;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Log.Fatal(logger, failure);
            return ExitCode.Failure;
        }
    }

    private async Task<RunEnd> RunAsync(
        BridgeOptions options, IStateStore store, Equipment equipment, CancellationToken stop)
    {
        var logger = equipment.Loggers.CreateLogger("Bridge");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var watchdog = new Watchdog(equipment.Time, reason => Die(logger, reason));
        await using var run = new BridgeRun(options, store, equipment, () => Restart(logger, end));
        var file = new HealthFile(options.Health.File);
        var life = new SignOfLife(file, run.Id, watchdog, logger, equipment.Time);
        watchdog.Start();
        var reason = await run.RunAsync(life.Beat, end.Token);

        // Before a restart too: the next run may fail to begin, or have another file.
        file.Remove();
        return reason;
    }

    private static int CodeOf(RunEnd end) => end switch
    {
        RunEnd.DeviceDown => ExitCode.DeviceDown,
        RunEnd.Stale => ExitCode.Stale,
        _ => ExitCode.Clean,
    };

    /// <summary>Reads the configuration anew; a good one ends the present run, a bad one leaves it running.</summary>
    private string? Restart(ILogger logger, CancellationTokenSource end)
    {
        var loaded = loader.Load(request);
        if (loaded.Options is null)
        {
            foreach (var fault in loaded.Faults)
            {
                Log.RestartRefused(logger, fault.Origin, FaultPage.Line(fault));
            }

            var first = loaded.Faults[0];
            return $"the configuration is wrong, the present one goes on: {first.Origin}: {FaultPage.Line(first)}";
        }

        _next = loaded;
        end.Cancel();
        return null;
    }

    private Action<string>? MqttTrace(ILoggerFactory loggers)
    {
        if (!tracesMqtt)
        {
            return null;
        }

        var logger = loggers.CreateLogger(MqttLogger);
        return packet => Log.MqttPacket(logger, packet);
    }

    private static void Tell(ILogger logger, StoreEvent news)
    {
        if (news.Kind is StoreEventKind.WriteRecovered or StoreEventKind.Migrated)
        {
            Log.StoreNews(logger, news.Message);
        }
        else
        {
            Log.StoreProblem(logger, news.Message);
        }
    }

    private static void Die(ILogger logger, string reason)
    {
        // What the main loop hangs in may be the log itself.
        var lastWords = new Thread(() => Log.Stalled(logger, reason)) { IsBackground = true };
        lastWords.Start();
        lastWords.Join(LastWords);
        Environment.Exit(ExitCode.Stalled);
    }
}
