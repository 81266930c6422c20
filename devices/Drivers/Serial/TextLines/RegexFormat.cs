using System.Text.RegularExpressions;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>A regular expression whose named groups are the fields.</summary>
internal sealed class RegexFormat : LineFormat
{
    // The engine takes time in proportion to the line; the limit is for what a small machine does beside it.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    private readonly Regex _pattern;

    private RegexFormat(Regex pattern)
    {
        _pattern = pattern;
        Fields = [.. pattern.GetGroupNames().Where(static name => name != "0")];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Fields { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The regular expression.</param>
    /// <param name="tell">Told what is wrong with it.</param>
    public static RegexFormat? From(string pattern, Action<string> tell)
    {
        try
        {
            var format = new RegexFormat(new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
                Limit));
            if (format.Fields.Count > 0)
            {
                return format;
            }

            tell("it has no named group such as (?<temperature>[0-9.]+)");
        }
        catch (RegexParseException trouble)
        {
            tell($"not a regular expression: {trouble.Error} at character {trouble.Offset}");
        }
        catch (NotSupportedException)
        {
            tell("look-around, back references, conditions and atomic groups are not supported, "
                + "as they can take a line for ever");
        }

        return null;
    }

    /// <inheritdoc/>
    public override string? Read(string line, ReadOnlySpan<string> fields, Span<string?> texts)
    {
        try
        {
            var match = _pattern.Match(line);
            for (var index = 0; index < fields.Length; index++)
            {
                texts[index] = match.Groups[fields[index]] is { Success: true } group ? group.Value : null;
            }

            return match.Success ? null : "it does not match the pattern";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"the pattern found no end within {Limit.TotalMilliseconds:0} ms";
        }
    }
}
