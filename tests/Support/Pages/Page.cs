using System.Text.RegularExpressions;

namespace Bridge.TestSupport.Pages;

/// <summary>A page that people read, in Markdown.</summary>
/// <param name="Path">From the root of the repository.</param>
/// <param name="Text">What stands in it.</param>
public sealed partial record Page(string Path, string Text)
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    private static readonly string[] Folders = ["", "docs", "docs/decisions", "homeassistant-addon", "benchmarks"];

    /// <summary>All of them, in ordinal order.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Folders.SelectMany(static folder => Directory.GetFiles(System.IO.Path.Combine(Checkout.Root, folder), "*.md"))
            .Select(static file => Read(System.IO.Path.GetRelativePath(Checkout.Root, file)))
            .OrderBy(static page => page.Path, StringComparer.Ordinal),
    ];

    /// <summary>Its fenced blocks, in order.</summary>
    public IReadOnlyList<Block> Blocks { get; } = [.. Block.Of(Path, Text)];

    /// <summary>The names that links to its headings have.</summary>
    public IReadOnlyCollection<string> Anchors { get; } = FindAnchors(Text);

    /// <summary>What its links and pictures lead to.</summary>
    public IEnumerable<string> Links =>
        Link().Matches(WithoutBlocks(Text)).Select(static match => match.Groups["target"].Value);

    /// <summary>What is set as code within its text; in tables without what escapes a bar.</summary>
    public IEnumerable<string> Code => CodeSpan().Matches(WithoutBlocks(Text))
        .Select(static match => match.Groups["code"].Value.Replace("\\|", "|", StringComparison.Ordinal).Replace('\n', ' '));

    /// <summary>Reads one.</summary>
    public static Page Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Checkout.Root, path)));

    /// <summary>The blocks below a heading, down to the next one of its rank or above.</summary>
    public IReadOnlyList<Block> Below(string heading)
    {
        var lines = Text.Split('\n');
        var first = Array.FindIndex(lines, line => line.TrimStart('#').Trim() == heading && line.StartsWith('#'));
        var rank = lines[first].TakeWhile(static letter => letter == '#').Count();
        var last = Array.FindIndex(lines, first + 1, line => Heading().Match(line) is { Success: true } next
            && next.Groups["rank"].Length <= rank);
        return [.. Blocks.Where(block => block.Line > first && (last < 0 || block.Line <= last))];
    }

    // As the hosts of repositories make them: small letters, blanks become hyphens, other signs go.
    private static HashSet<string> FindAnchors(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(WithoutBlocks(text)))
        {
            var name = string.Concat(LinkText().Replace(heading.Groups["text"].Value, "${text}").ToLowerInvariant()
                .Where(static letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-');
            for (var (next, number) = (name, 1); !found.Add(next); number++)
            {
                next = $"{name}-{number}";
            }
        }

        return found;
    }

    private static string WithoutBlocks(string text) => Block.Pattern().Replace(text, string.Empty);

    [GeneratedRegex("^(?<rank>#{1,6}) (?<text>.*)$", Lines, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkText();

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
