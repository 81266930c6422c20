using System.Collections;
using System.CommandLine;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Cli;

/// <summary>The options that say where configuration comes from; the same for all commands that read it.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _file = new("--config", "-c")
    {
        Description = "The YAML file; else BRIDGE_CONFIG, /config/bridge.yaml or ./bridge.yaml",
        HelpName = "FILE",
    };

    private readonly Option<string?> _envFile = new("--env-file")
    {
        Description = "A file of environment variables; else ./.env when it is there",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _sets = new("--set")
    {
        Description = "Sets one key over all other sources; may be repeated",
        HelpName = "PATH=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Makes them.</summary>
    public SourceOptions() => _sets.CompletionSources.Add(
        [.. AllKeys.Paths.SelectMany(static section => section.Keys.Settings.Select(key => $"{section.Path}.{key.Key}="))]);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_envFile);
        command.Options.Add(_sets);
    }

    /// <summary>Where to look, from the command line and the surroundings of the process.</summary>
    public ConfigurationRequest Request(ParseResult parsed) => new()
    {
        File = parsed.GetValue(_file),
        EnvFile = parsed.GetValue(_envFile),
        Sets = [.. parsed.GetValue(_sets) ?? []],
        Environment = Environment(),
        WorkingDirectory = Directory.GetCurrentDirectory(),
        InContainer = IsContainer(),
    };

    /// <summary>The environment variables of the process.</summary>
    public static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            static entry => (string)entry.Key,
            static entry => (string?)entry.Value ?? string.Empty,
            StringComparer.Ordinal);

    private static bool IsContainer() =>
        System.Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true"
        || System.Environment.GetEnvironmentVariable("SUPERVISOR_TOKEN") is not null
        || File.Exists("/.dockerenv")
        || File.Exists("/run/.containerenv");
}
