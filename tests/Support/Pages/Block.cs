using System.Text.RegularExpressions;

namespace Bridge.TestSupport.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The path of its page.</param>
/// <param name="Line">The line of its fence, from 1.</param>
/// <param name="Language">What stands behind the fence, such as <c>yaml</c>; empty without.</param>
/// <param name="Text">What is between the fences, without their indent.</param>
public sealed partial record Block(string Page, int Line, string Language, string Text)
{
    private const RegexOptions Fences = RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture;

    /// <inheritdoc/>
    public override string ToString() => $"{Page}:{Line}";

    /// <summary>Those of a text.</summary>
    internal static IEnumerable<Block> Of(string page, string text) =>
        Pattern().Matches(text).Select(match => new Block(
            page,
            text.AsSpan(0, match.Index).Count('\n') + 1,
            match.Groups["language"].Value,
            Unindent(match.Groups["text"].Value, match.Groups["indent"].Length)));

    [GeneratedRegex("^(?<indent> *)```(?<language>[^\n`]*)\n(?<text>.*?)^ *```$", Fences, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Pattern();

    private static string Unindent(string text, int indent) => string.Join(
        '\n', text.Split('\n').Select(line => line.Length >= indent ? line[indent..] : line));
}
