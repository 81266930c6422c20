using System.CommandLine;
using Bridge.Host.Composition;

namespace Bridge.Host.Cli;

/// <summary>The command line: commands, options, and what is said when they are wrong.</summary>
internal static class CommandLine
{
    /// <summary>Commands that the contract names and that are not built yet.</summary>
    private static readonly string[] Later = ["devices", "scan", "ports", "doctor"];

    /// <summary>Runs a command line to its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is [var first, ..] && Later.Contains(first))
        {
            await Console.Error.WriteLineAsync($"bridge {first}: this command is not built yet. 'bridge --help' lists what is.");
            return ExitCode.CommandLine;
        }

        if (arguments is ["--version"])
        {
            await Console.Out.WriteLineAsync(Equipment.Version);
            return ExitCode.Clean;
        }

        var parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0 && !HelpPage.IsAsked(parsed))
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"bridge: {error.Message}");
            }

            await Console.Error.WriteLineAsync("'bridge --help' shows commands and options.");
            return ExitCode.CommandLine;
        }

        return await parsed.InvokeAsync(new()
        {
            // Signals and failures are ours: the stop has an order, and exit codes have a meaning.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        });
    }

    /// <summary>All commands.</summary>
    public static RootCommand Root()
    {
        var sources = new SourceOptions();
        var root = new RootCommand(
            "Reads what hangs on wires (I²C chips, serial meters) and shows it in Home Assistant over MQTT.\n"
            + "Without a command it runs: 'bridge' is 'bridge run'.")
        {
            RunCommand.Create(sources),
            DemoCommand.Create(),
            CheckCommand.Create(sources),
            HealthCommand.Create(sources),
            StateCommand.Create(sources),
            DiscoveryCommand.Create(sources),
            PlanCommand.Create(sources),
            ImportCommand.Create(),
            CompletionCommand.Create(),
            CompletionCommand.CreateSuggest(Root),
        };
        RunCommand.Fill(root, sources);
        HelpPage.AddTo(root);
        return root;
    }

    /// <summary>An option for a whole number of seconds, at least 1.</summary>
    public static Option<int?> Seconds(string description)
    {
        var option = new Option<int?>("--seconds") { Description = description, HelpName = "N" };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && !(int.TryParse(text, out var number) && number >= 1))
            {
                result.AddError($"--seconds is '{text}'; expected a whole number from 1");
            }
        });
        return option;
    }
}
