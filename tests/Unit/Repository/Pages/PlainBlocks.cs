using System.Text.RegularExpressions;
using Bridge.TestSupport.Pages;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Blocks of lines: what programs print, and files of other programs.</summary>
internal static partial class PlainBlocks
{
    private const string Prompt = "$ ";

    /// <summary>Keys of mosquitto.conf and of its access lists that pages use.</summary>
    private static readonly string[] MosquittoKeys =
    [
        "acl_file", "allow_anonymous", "cafile", "certfile", "keyfile", "listener", "max_queued_messages", "password_file",
        "per_listener_settings", "persistence", "pattern", "topic", "user",
    ];

    /// <summary>What programs print: no tabs, lines that fit on a page; behind a prompt, a command is checked.</summary>
    public static IEnumerable<string> OfPrograms(Block block) =>
        from line in block.Text.Split('\n')
        from fault in line.StartsWith(Prompt, StringComparison.Ordinal)
            ? ShellCommand.Of(line[Prompt.Length..]).SelectMany(ShellBlocks.Faults)
            : line.Length > 160 || line.Contains('\t', StringComparison.Ordinal) ? [$"tabs, or too long: {line}"] : []
        select fault;

    /// <summary>Drop-ins of systemd: sections, and keys that the unit knows too.</summary>
    public static IEnumerable<string> OfUnits(Block block) =>
        from line in Lines(block)
        where !(line is ['[', .., ']'] || (UnitLine().Match(line) is { Success: true } match && SourceTree
            .Read("deploy/systemd/bridge.service").Contains($"\n{match.Groups["key"].Value}=", StringComparison.Ordinal)))
        select $"neither a section nor a key of deploy/systemd/bridge.service: {line}";

    /// <summary>Telegraf's files: tables, and keys with a value.</summary>
    public static IEnumerable<string> OfTelegraf(Block block) =>
        from line in Lines(block)
        where !TomlLine().IsMatch(line)
        select $"no line of TOML: {line}";

    /// <summary>mosquitto's files: lines that begin with a key.</summary>
    public static IEnumerable<string> OfMosquitto(Block block) =>
        from line in Lines(block)
        where !MosquittoKeys.Contains(line.Split(' ')[0]) || !line.Contains(' ', StringComparison.Ordinal)
        select $"no key of mosquitto: {line}";

    private static IEnumerable<string> Lines(Block block) => block.Text.Split('\n', StringSplitOptions.TrimEntries)
        .Where(static line => line.Length > 0 && line[0] != '#');

    [GeneratedRegex("^(?<key>[A-Z][A-Za-z]+)=.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitLine();

    [GeneratedRegex(
        """^(\[\[?[a-z_.]+\]\]?|[a-z_]+ = ("[^"]*"|[0-9]+|true|false|\[("[^"]*"(, )?)*\]))$""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TomlLine();
}
