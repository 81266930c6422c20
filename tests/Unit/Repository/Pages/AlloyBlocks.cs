using System.Text.RegularExpressions;
using Bridge.TestSupport.Pages;

namespace Bridge.Unit.Repository.Pages;

/// <summary>Grafana Alloy's files: a component that is named is there, and a field is one of our log.</summary>
internal static partial class AlloyBlocks
{
    /// <summary>What is wrong with a block.</summary>
    public static IEnumerable<string> Faults(Block block)
    {
        var text = block.Text;
        if (text.Count(static letter => letter == '{') != text.Count(static letter => letter == '}')
            || text.Count(static letter => letter == '[') != text.Count(static letter => letter == ']'))
        {
            yield return "brackets that are not closed";
        }

        var there = Component().Matches(text)
            .Select(static match => $"{match.Groups["kind"]}.{match.Groups["label"]}").ToArray();
        foreach (Match named in Reference().Matches(text))
        {
            if (!there.Contains(named.Groups["name"].Value))
            {
                yield return $"no component is {named.Groups["name"].Value}";
            }
        }

        foreach (Match field in Field().Matches(text))
        {
            if (!JsonBlocks.LogLines().Contains($"\"{field.Groups["field"].Value}\":", StringComparison.Ordinal))
            {
                yield return $"the log has no field {field.Groups["field"].Value}";
            }
        }
    }

    [GeneratedRegex(
        """^(?<kind>[a-z_.]+) "(?<label>\w+)" \{""",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Component();

    [GeneratedRegex(
        @"(?<name>[a-z_]+\.[a-z_.]+\.\w+)\.(targets|output|receiver|rules)\b",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    // stage.json: expressions = { level = "", device = "" }
    [GeneratedRegex(
        """(?<=expressions = \{[^}]*)(?<field>\w+)\s*=\s*"[^"]*"(?=[^}]*\})""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();
}
