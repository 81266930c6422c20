using System.CommandLine;
using Bridge.Devices.Drivers;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.Health;

namespace Bridge.Host.Cli;

/// <summary><c>bridge health</c>: exit code 0 when the main loop of a running bridge lives, else 1.</summary>
internal static class HealthCommand
{
    /// <summary>The command.</summary>
    public static Command Create(SourceOptions sources)
    {
        var command = new Command("health", "Exits with 0 when the bridge's main loop lives, else with 1.");
        sources.AddTo(command);
        command.SetAction(parsed => Check(sources.Request(parsed)));
        return command;
    }

    private static int Check(ConfigurationRequest request)
    {
        // A faulty configuration does not keep a running bridge from being healthy: the default place is looked at.
        var options = new ConfigurationLoader(DriverCatalog.All).Load(request).Options ?? new BridgeOptions();
        var verdict = new HealthFile(options.Health.File).Check(TimeProvider.System);
        Console.Out.WriteLine(verdict.Message);
        return verdict.Healthy ? ExitCode.Clean : ExitCode.Unhealthy;
    }
}
