using System.Collections.Immutable;
using System.Text;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>Columns between delimiters; a column may stand in double quotes, and two of these are one inside.</summary>
/// <param name="columns">Their names, in order.</param>
/// <param name="delimiter">What stands between two of them.</param>
internal sealed class CsvFormat(ImmutableArray<string> columns, string delimiter) : LineFormat
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields => columns;

    /// <inheritdoc/>
    public override string? Read(string line, ReadOnlySpan<string> fields, Span<string?> texts)
    {
        var found = Split(line);
        if (found.Count == columns.Length + 1 && found[^1].Length == 0)
        {
            found.RemoveAt(columns.Length); // many devices end a line with a delimiter
        }

        if (found.Count != columns.Length)
        {
            return $"it has {found.Count} columns, not {columns.Length}";
        }

        for (var index = 0; index < fields.Length; index++)
        {
            var column = columns.IndexOf(fields[index]);
            texts[index] = column < 0 ? null : found[column];
        }

        return null;
    }

    private List<string> Split(string line)
    {
        var found = new List<string>();
        var rest = line.AsSpan();
        while (true)
        {
            var start = rest.TrimStart(' ');
            (string Text, int Length)? column = start is ['"', ..] ? Quoted(start[1..]) : null;
            rest = column is null ? rest : start[column.Value.Length..];
            var end = rest.IndexOf(delimiter, StringComparison.Ordinal);
            found.Add(column?.Text + rest[..(end < 0 ? rest.Length : end)].Trim(' ').ToString());
            if (end < 0)
            {
                return found;
            }

            rest = rest[(end + delimiter.Length)..];
        }
    }

    /// <summary>A text up to its closing quote, and how much of the line it took with both quotes.</summary>
    private static (string Text, int Length) Quoted(ReadOnlySpan<char> text)
    {
        var column = new StringBuilder();
        var at = 0;
        while (at < text.Length && (text[at] != '"' || text[(at + 1)..] is ['"', ..]))
        {
            column.Append(text[at]);
            at += text[at] == '"' ? 2 : 1;
        }

        return (column.ToString(), Math.Min(at + 2, text.Length + 1));
    }
}
