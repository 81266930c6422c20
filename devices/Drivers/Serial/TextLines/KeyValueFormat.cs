namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>Pairs of a key and a value: <c>T=21.5 H=40</c>. Of a key that comes twice, the last counts.</summary>
/// <param name="delimiter">Between two pairs; null for spaces, commas and semicolons.</param>
/// <param name="separator">Between key and value.</param>
internal sealed class KeyValueFormat(string? delimiter, string separator) : LineFormat
{
    private static readonly char[] UsualDelimiters = [' ', '\t', ',', ';'];

    /// <inheritdoc/>
    public override string? Read(string line, ReadOnlySpan<string> fields, Span<string?> texts)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var found = false;
        texts.Clear();
        foreach (var pair in delimiter is null ? line.Split(UsualDelimiters, Tidy) : line.Split(delimiter, Tidy))
        {
            var end = pair.IndexOf(separator, StringComparison.Ordinal);
            var field = end < 0 ? -1 : fields.IndexOf(pair[..end].TrimEnd());
            if (field >= 0)
            {
                texts[field] = pair[(end + separator.Length)..];
                found = true;
            }
        }

        // One field may fill several entities.
        for (var index = 0; found && index < fields.Length; index++)
        {
            texts[index] ??= texts[fields.IndexOf(fields[index])];
        }

        return found ? null : $"it has none of the keys {string.Join(", ", fields.ToArray().Distinct(StringComparer.Ordinal))}";
    }
}
