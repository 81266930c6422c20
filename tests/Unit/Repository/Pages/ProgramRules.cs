using System.Collections.Immutable;
using Bridge.Host.Cli;

namespace Bridge.Unit.Repository.Pages;

/// <summary>How the bridge, dotnet and mosquitto's clients are called on pages.</summary>
internal static class ProgramRules
{
    private static readonly HashSet<string> MosquittoFlags =
        ["-r", "-n", "-v", "-N", "-R", "-E", "-d", "-l", "--quiet", "--retained-only", "--remove-retained", "--insecure"];

    private static readonly HashSet<string> MosquittoValues =
    [
        "-h", "-p", "-u", "-P", "-t", "-m", "-q", "-C", "-W", "-F", "-L", "-T", "-V", "-i", "-f",
        "--cafile", "--cert", "--key",
    ];

    private static readonly Dictionary<string, string[]> DotnetVerbs = new(StringComparer.Ordinal)
    {
        ["build"] = ["Bridge.sln"],
        ["test"] = ["Bridge.sln", "tests/Unit", "tests/EndToEnd"],
        ["format"] = ["Bridge.sln"],
        ["publish"] = ["bridge/Host"],
        ["run"] = [],
        ["restore"] = [],
    };

    /// <summary>The program's own command line reads the arguments.</summary>
    public static IEnumerable<string> Bridge(ShellCommand command) => Bridge(command.Arguments);

    /// <summary>The program's own command line reads them.</summary>
    public static IEnumerable<string> Bridge(ImmutableArray<string> arguments)
    {
        var parsed = CommandLine.Root().Parse(arguments);
        var faults = parsed.Errors.Select(static error => error.Message);
        return arguments is ["--version"] or ["--help"] || HelpPage.IsAsked(parsed) ? [] : faults.Concat(Sets(arguments));
    }

    /// <summary>A verb and a project that there are; behind <c>--</c> the program's own arguments.</summary>
    public static IEnumerable<string> Dotnet(ShellCommand command)
    {
        if (command.Arguments is not [var verb, .. var rest] || !DotnetVerbs.TryGetValue(verb, out var targets))
        {
            return ["no rule for this verb"];
        }

        if (verb != "run")
        {
            return targets.Length > 0 && (rest is not [var target, ..] || !targets.Contains(target))
                ? [$"expected one of {string.Join(", ", targets)} behind {verb}"]
                : [];
        }

        var project = rest.SkipWhile(static word => word != "--project").Skip(1).FirstOrDefault();
        var arguments = rest.SkipWhile(static word => word != "--").Skip(1);
        return project switch
        {
            "bridge/Host" => Bridge([.. arguments]),
            "benchmarks" => [],
            _ => ["expected --project bridge/Host or benchmarks"],
        };
    }

    /// <summary>Options of mosquitto_sub and mosquitto_pub that exist, each with its value, and nothing else.</summary>
    public static IEnumerable<string> Mosquitto(ShellCommand command)
    {
        var arguments = command.Arguments;
        for (var at = 0; at < arguments.Length; at++)
        {
            if (MosquittoValues.Contains(arguments[at]))
            {
                at++;
            }
            else if (!MosquittoFlags.Contains(arguments[at]))
            {
                yield return $"unknown option {arguments[at]}";
            }
        }

        if (arguments.IndexOf("-t") < 0 && arguments.IndexOf("-L") < 0)
        {
            yield return "no topic";
        }
    }

    // The command line takes any text behind --set; keys are looked at only when it runs.
    private static IEnumerable<string> Sets(ImmutableArray<string> arguments) =>
        from at in Enumerable.Range(0, arguments.Length)
        where at > 0 && arguments[at - 1] == "--set"
        let name = "BRIDGE_" + arguments[at].Split('=')[0].Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()
        where !arguments[at].Contains('=', StringComparison.Ordinal) || !Variables.IsKnown(name)
        select $"--set {arguments[at]} is no key with a value";
}
