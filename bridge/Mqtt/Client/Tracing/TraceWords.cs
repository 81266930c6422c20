using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bridge.Mqtt.Client.Tracing;

/// <summary>The words of a trace line.</summary>
internal static class TraceWords
{
    private const int LongestText = 120;

    /// <summary>Parts with a space between; empty ones are left out.</summary>
    public static string Join(params IEnumerable<string> parts) =>
        string.Join(' ', parts.Where(static part => part.Length > 0));

    /// <summary>The word, or nothing.</summary>
    public static string When(bool holds, string word) => holds ? word : string.Empty;

    /// <summary>A name of the standard: <c>SessionTakenOver</c> becomes <c>session-taken-over</c>.</summary>
    public static string Hyphenated<T>(T name)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName($"{name}");

    /// <summary>A text of either side in quotes.</summary>
    public static string Quoted(string text) => $"'{Harmless(text, quote: '\'')}'";

    /// <summary>A text that is harmless on a line: what is not visible is escaped, what is long is cut.</summary>
    /// <param name="text">Whatever came.</param>
    /// <param name="quote">Escaped too; U+0000 for none.</param>
    public static string Harmless(string text, char quote = '\0')
    {
        var output = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (output.Length >= LongestText)
            {
                output.Append('…');
                break;
            }

            output.Append(
                rune.Value == quote || rune.Value == '\\' ? $"\\{rune}"
                : IsVisible(rune) ? $"{rune}"
                : $"\\u{{{rune.Value:x}}}");
        }

        return output.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
