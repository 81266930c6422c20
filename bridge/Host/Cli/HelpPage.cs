using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Bridge.Host.Cli;

/// <summary>The help of each command: what the library says of its options, then examples, and the exit codes.</summary>
internal static class HelpPage
{
    /// <summary>What the exit codes mean, in the order of their numbers.</summary>
    public static readonly ImmutableArray<(int Code, string Meaning)> ExitCodes =
    [
        (ExitCode.Clean, "a clean stop, also by SIGTERM or Ctrl-C"),
        (ExitCode.Configuration, "the configuration is wrong, or what was asked is answered with no"),
        (ExitCode.CommandLine, "the command line is wrong"),
        (ExitCode.Failure, "a failure that nothing could handle"),
        (ExitCode.DeviceDown, "a driver failed by too many bugs, and its device has on_failure: exit"),
        (ExitCode.Stale, "a device gave no good reading for its exit_after_stale"),
        (ExitCode.Stalled, "the main loop stood still and the watchdog ended the process"),
        (ExitCode.HistoryLost, "bridge plan: history would be lost"),
    ];

    private static readonly ImmutableDictionary<string, ImmutableArray<string>> Examples =
        new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
        {
            [string.Empty] =
            [
                "bridge demo", "bridge check", "bridge", "bridge --config /etc/bridge.yaml --set logging.level=debug",
            ],
            ["run"] =
            [
                "bridge run", "bridge run --config /etc/bridge.yaml", "bridge run --dry-run --seconds 30",
                "bridge run --trace mqtt --set mqtt.host=broker.lan",
            ],
            ["plan"] = ["bridge plan", "bridge plan --json --config /etc/bridge.yaml"],
            ["demo"] =
            [
                "bridge demo", "bridge demo --seconds 20",
                "bridge demo --broker broker.lan:1883 --username bridge --password-file secret",
            ],
            ["check"] = ["bridge check", "bridge check --config new.yaml", "bridge check --set devices.office.bus=2"],
            ["health"] = ["bridge health", "bridge health && echo alive"],
            ["discovery"] =
            [
                "bridge discovery", "bridge discovery | bridge discovery --lint -",
                "mosquitto_sub -v -W 2 -t 'homeassistant/#' | bridge discovery --lint -",
            ],
            ["state"] = ["bridge state show", "bridge state export state.json"],
            ["state show"] = ["bridge state show"],
            ["state export"] = ["bridge state export state.json", "bridge state export | jq .devices"],
            ["state import"] = ["bridge state import state.json"],
            ["state reset"] = ["bridge state reset office"],
            ["state snapshot"] = ["bridge state snapshot", "bridge state snapshot /backup/bridge.db"],
            ["import"] = ["bridge import mqtt-io config.yml --output bridge.yaml"],
            ["import mqtt-io"] =
            [
                "bridge import mqtt-io config.yml", "bridge import mqtt-io config.yml --output bridge.yaml",
            ],
            ["completion"] =
            [
                "source <(bridge completion bash)", "bridge completion zsh > ~/.zfunc/_bridge",
                "bridge completion fish > ~/.config/fish/completions/bridge.fish",
            ],
        }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Adds examples to the help of all commands.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new WithExamples((SynchronousCommandLineAction)help.Action!);
    }

    /// <summary>Whether a command line asks for help, whatever else is missing in it.</summary>
    public static bool IsAsked(ParseResult parsed) => parsed.Action is WithExamples;

    /// <summary>The examples of a command; empty for none.</summary>
    public static ImmutableArray<string> Of(Command command) =>
        Examples.GetValueOrDefault(string.Join(' ', PathOf(command)), []);

    // Without the root.
    private static IEnumerable<string> PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? [.. PathOf(parent), command.Name] : [];

    private sealed class WithExamples(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var code = usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var command = parseResult.CommandResult.Command;
            if (Of(command) is { IsEmpty: false } examples)
            {
                Section(output, "Examples", examples);
            }

            if (command is RootCommand)
            {
                Section(output, "Exit codes", ExitCodes.Select(static each => $"{each.Code}  {each.Meaning}"));
            }

            return code;
        }

        private static void Section(TextWriter output, string head, IEnumerable<string> lines)
        {
            output.WriteLine($"{head}:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }
    }
}
