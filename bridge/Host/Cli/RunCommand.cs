using System.CommandLine;
using Bridge.Devices.Drivers;
using Bridge.Host.Cli.Demo;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.Logging;

namespace Bridge.Host.Cli;

/// <summary><c>bridge run</c>: the bridge itself, or with <c>--dry-run</c> what it would publish.</summary>
internal static class RunCommand
{
    /// <summary>Images of .NET set it. Without a configuration, one is run to be looked at; nobody sits before it.</summary>
    private const string ImageVariable = "DOTNET_RUNNING_IN_CONTAINER";

    /// <summary>The command.</summary>
    public static Command Create(SourceOptions sources)
    {
        var command = new Command("run", "Runs the bridge: reads the devices, and tells Home Assistant.");
        Fill(command, sources);
        return command;
    }

    /// <summary>Makes any command run the bridge.</summary>
    public static void Fill(Command command, SourceOptions sources)
    {
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Reads the devices and prints what would be published, without a broker",
        };
        var seconds = CommandLine.Seconds("With --dry-run: goes on printing changes for N seconds");
        var trace = new TraceOption();
        sources.AddTo(command);
        command.Options.Add(dryRun);
        command.Options.Add(seconds);
        command.Options.Add(trace.Option);
        command.SetAction((parsed, _) => RunAsync(
            sources.Request(parsed),
            parsed.GetValue(dryRun),
            parsed.GetValue(seconds),
            trace.Has(parsed, TraceOption.Mqtt)));
    }

    private static async Task<int> RunAsync(ConfigurationRequest request, bool dryRun, int? seconds, bool tracesMqtt)
    {
        var loader = new ConfigurationLoader(DriverCatalog.All) { Remembered = Remembered.Find };
        var loaded = loader.Load(request);
        if (loaded.IsNothingGiven && request.Environment.GetValueOrDefault(ImageVariable) != "true")
        {
            FirstSteps.Write(Console.Error, request);
            return ExitCode.Configuration;
        }

        if (loaded.Options is not { } options)
        {
            FaultPage.Write(Console.Error, loaded);
            return ExitCode.Configuration;
        }

        using var signals = new StopSignals();
        return dryRun
            ? await DryRunAsync(loaded, options, seconds, signals.Token)
            : await new BridgeProcess(loader, request, tracesMqtt).RunAsync(loaded, signals.Token);
    }

    private static async Task<int> DryRunAsync(
        LoadedConfiguration loaded, BridgeOptions options, int? seconds, CancellationToken stop)
    {
        var level = new LogLevelControl(options.Logging.Level);
        using var loggers = ConsoleLog.Create(options.Logging, level);
        foreach (var warning in loaded.Warnings)
        {
            await Console.Error.WriteLineAsync($"{warning.Origin}: {FaultPage.Line(warning)}");
        }

        try
        {
            TimeSpan? watch = seconds is { } number ? TimeSpan.FromSeconds(number) : null;
            var equipment = new Equipment(loggers, level) { Wires = DemoWires.OfThisMachine };
            using var progress = new ProgressLine(Console.Error, Terminal.Errors);
            var run = new DryRun(options, equipment, Console.Out)
            {
                Waiting = (read, all) => progress.Show(read < all ? $"{read} of {all} devices have been read" : string.Empty),
            };
            await run.RunAsync(watch, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C is a clean end.
        }

        return ExitCode.Clean;
    }
}
