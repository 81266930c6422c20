using System.CommandLine;
using Bridge.Devices.Drivers;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.Logging;
using Bridge.Store;

namespace Bridge.Host.Cli;

/// <summary>
/// <c>bridge plan</c>: what a start with this configuration would change in Home Assistant; touches no wire and no broker,
/// and only reads the state, which a running bridge may be writing.
/// </summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(SourceOptions sources)
    {
        var json = new Option<bool>("--json") { Description = "Prints all of it as one JSON object" };
        var command = new Command(
            "plan", "Prints what Home Assistant would gain, lose and see changed; exit code 7 when history would be lost.")
        {
            json,
        };
        sources.AddTo(command);
        command.SetAction((parsed, _) =>
            RunAsync(sources.Request(parsed), parsed.GetValue(json), Console.Out, Console.Error));
        return command;
    }

    /// <summary>Prints the plan; what would be withheld goes to <paramref name="errors"/> by way of the log.</summary>
    public static async Task<int> RunAsync(ConfigurationRequest request, bool json, TextWriter output, TextWriter errors)
    {
        var loader = new ConfigurationLoader(DriverCatalog.All) { Remembered = Remembered.Find };
        var loaded = loader.Load(request);
        if (loaded.Options is not { } options)
        {
            FaultPage.Write(errors, loaded);
            return ExitCode.Configuration;
        }

        try
        {
            await using var store = Remembered.Read(options.State) ?? new MemoryStateStore();
            var level = new LogLevelControl(options.Logging.Level);
            using var loggers = ConsoleLog.Create(options.Logging, level);
            var plan = await new Outlook(options, new(loggers, level)).PlanAsync(store);
            if (json)
            {
                PlanJson.Write(output, store.Instance, plan);
            }
            else
            {
                PlanPage.Write(output, options.State.Path, store.Instance, plan);
            }

            return plan.Loses ? ExitCode.HistoryLost : ExitCode.Clean;
        }
        catch (StoreVersionException version)
        {
            return await RefuseAsync(errors, version.Message, ExitCode.Configuration);
        }
        catch (IOException failure)
        {
            return await RefuseAsync(errors, failure.Message, ExitCode.Failure);
        }
    }

    private static async Task<int> RefuseAsync(TextWriter errors, string reason, int code)
    {
        await errors.WriteLineAsync($"bridge plan: {reason}");
        return code;
    }
}
