namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>How the fields of a line are found.</summary>
internal abstract class LineFormat
{
    /// <summary>The names of all fields that a line has; empty where each line brings its own.</summary>
    public virtual IReadOnlyList<string> Fields => [];

    /// <summary>Finds fields by their names.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="fields">The names that are asked for.</param>
    /// <param name="texts">Gets their texts; null for what the line has not, empty for what it has without a value.</param>
    /// <returns>Null when the line has this format; else what is wrong with it.</returns>
    public abstract string? Read(string line, ReadOnlySpan<string> fields, Span<string?> texts);
}
