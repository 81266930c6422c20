using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Bridge.Unit.Repository.Pages;

/// <summary>How containers are called on pages: options that exist, services that there are, and what runs inside.</summary>
internal static partial class DockerRules
{
    private static readonly HashSet<string> RunFlags = ["--rm", "-d", "--init", "--read-only", "-i", "-t", "-it"];

    private static readonly HashSet<string> RunValues =
    [
        "--name", "--restart", "--tmpfs", "--cap-drop", "--security-opt", "--device", "--group-add", "--volume", "-v",
        "--network", "--user", "-u", "--entrypoint", "--env", "-e", "--publish", "-p", "--memory",
    ];

    private static readonly HashSet<string> ComposeValues = ["-f", "--profile", "--env-file", "-p"];

    private static readonly HashSet<string> OtherVerbs =
    [
        "build", "buildx", "cp", "inspect", "load", "logs", "ps", "pull", "rm", "save", "start", "stats", "stop", "restart",
        "volume",
    ];

    private static readonly HashSet<string> ComposeVerbs =
        ["up", "down", "stop", "start", "restart", "logs", "ps", "pull", "config", "cp", "rm"];

    private static readonly HashSet<string> KubectlVerbs =
        ["apply", "create", "get", "describe", "delete", "rollout", "cp", "label", "scale", "top"];

    /// <summary>What is wrong with a call of docker.</summary>
    public static IEnumerable<string> Docker(ShellCommand command) => command.Arguments switch
    {
        ["run", .. var rest] => Run(rest),
        ["exec", .. var rest] => Inside([.. rest.SkipWhile(IsOption).Skip(1)], command),
        ["compose", .. var rest] => Compose(rest, command),
        [var verb, ..] when OtherVerbs.Contains(verb) => [],
        _ => ["no rule for this verb"],
    };

    /// <summary>What is wrong with a call of kubectl.</summary>
    public static IEnumerable<string> Kubectl(ShellCommand command) => command.Arguments switch
    {
        ["logs", ..] => [],
        ["exec", .. var rest] => Inside([.. rest.SkipWhile(static word => word != "--").Skip(1)], command),
        [var verb, ..] when KubectlVerbs.Contains(verb) => [],
        _ => ["no rule for this verb"],
    };

    private static IEnumerable<string> Run(ImmutableArray<string> words)
    {
        var at = 0;
        for (; at < words.Length && IsOption(words[at]); at++)
        {
            var name = words[at].Split('=')[0];
            if (RunValues.Contains(name))
            {
                at += name == words[at] ? 1 : 0;
            }
            else if (!RunFlags.Contains(name))
            {
                return [$"unknown option {words[at]}"];
            }
        }

        return at >= words.Length ? ["no image"]
            : words[at].StartsWith("bridge:", StringComparison.Ordinal) ? ProgramRules.Bridge(words[(at + 1)..])
            : [];
    }

    private static IEnumerable<string> Compose(ImmutableArray<string> words, ShellCommand command)
    {
        var at = 0;
        for (; at < words.Length && IsOption(words[at]); at += 2)
        {
            if (!ComposeValues.Contains(words[at]))
            {
                return [$"unknown option {words[at]}"];
            }
        }

        return words.Skip(at).ToArray() switch
        {
            ["exec" or "run", .. var rest] => Service([.. rest.SkipWhile(IsOption)], words[at] == "run", command),
            [var verb, ..] when ComposeVerbs.Contains(verb) => [],
            _ => ["no rule for this verb of compose"],
        };
    }

    private static IEnumerable<string> Service(ImmutableArray<string> words, bool isRun, ShellCommand command) =>
        !ServiceName().Matches(SourceTree.Read("compose.yaml")).Any(match => match.Groups["name"].Value == words[0])
            ? [$"compose.yaml has no service {words[0]}"]
            : isRun && words[0] == "bridge"
                ? ProgramRules.Bridge(words[1..])
                : Inside(words[1..], command);

    private static IEnumerable<string> Inside(ImmutableArray<string> words, ShellCommand command) =>
        words.Length == 0 ? ["nothing to run inside"] : ShellBlocks.Faults(command with { Words = words });

    private static bool IsOption(string word) => word.StartsWith('-');

    [GeneratedRegex(
        "^  (?<name>[a-z0-9-]+):$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ServiceName();
}
