using System.Collections.Immutable;

namespace Bridge.Host.Cli;

/// <summary>Rows of texts with columns as wide as their widest text, for people and for <c>awk</c>.</summary>
internal static class TextTable
{
    /// <summary>Writes one line a row; all rows have as many texts as the first, which is the head.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ImmutableArray<string>> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }
    }
}
