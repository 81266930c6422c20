using Bridge.TestSupport.Mqtt;
using Bridge.TestSupport.Pages;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Programs of jq run over what the command before them prints: a heartbeat, errors or the log.</summary>
internal static class JqRule
{
    /// <summary>What jq says of its program; nothing where jq is not installed.</summary>
    public static IEnumerable<string> Faults(ShellCommand command)
    {
        if (Programs.Find("jq") is not { } jq)
        {
            return [];
        }

        var (code, errors) = Filter.Run(jq, command.Arguments, Input(command.Piped));

        // 1 is what -e says of false and null, 4 of no result at all.
        return code is 0 or 1 or 4 && errors.Length == 0 ? [] : [errors];
    }

    private static string Input(ShellCommand? before)
    {
        var topic = before?.Words.SkipWhile(static word => word != "-t").Skip(1).FirstOrDefault() ?? string.Empty;
        return topic switch
        {
            _ when topic.EndsWith("/status", StringComparison.Ordinal) => Example("\"uptime_s\""),
            _ when topic.EndsWith("/error", StringComparison.Ordinal) => Example("\"error_type\""),
            _ => JsonBlocks.LogLines(),
        };
    }

    // A message has no line ends, as an example on a page may.
    private static string Example(string part) => string.Concat(Page.Read("docs/mqtt.md").Blocks
        .First(block => block.Language == "json" && block.Text.Contains(part, StringComparison.Ordinal)).Text
        .Split('\n').Select(static line => line.StartsWith(' ') ? line : $"\n{line}")) + "\n";
}
