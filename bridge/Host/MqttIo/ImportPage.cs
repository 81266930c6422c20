using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bridge.Host.MqttIo;

/// <summary>The configuration as it is written, line by line, with what was left out as comments at its place.</summary>
internal sealed partial class ImportPage
{
    private readonly List<string> _lines = [];
    private readonly List<string> _leftOut = [];

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>What was left out.</summary>
    public IReadOnlyList<string> LeftOutLines => _leftOut;

    /// <summary>A key, with a value or with what stands below it.</summary>
    public void Line(int level, string key, string? value = null) =>
        _lines.Add(Indented(level, value is null ? $"{key}:" : $"{key}: {value}"));

    /// <summary>A comment.</summary>
    public void Remark(int level, string text) => _lines.Add(Indented(level, $"# {text}"));

    /// <summary>Says here, and in the list of what was left out, why something has no place.</summary>
    public void LeaveOut(int level, string origin, string path, string why)
    {
        Remark(level, $"left out: {path} ({origin}): {why}");
        _leftOut.Add($"{origin}: {path}: {why}");
    }

    /// <summary>A text as YAML reads it back.</summary>
    public static string Text(string text) =>
        PlainText().IsMatch(text) && !Words().IsMatch(text) ? text
        : text.Any(char.IsControl) ? $"\"{JsonEncodedText.Encode(text)}\""
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Indented(int level, string text) => new string(' ', 2 * level) + text;

    [GeneratedRegex(@"\A([A-Za-z/][A-Za-z0-9_./+-]*|[0-9]+(\.[0-9]+)?(ms|s)?|0x[0-9a-f]{2})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainText();

    // What YAML does not read as text when it stands alone.
    [GeneratedRegex(@"\A(null|true|false|yes|no|on|off|y|n)\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Words();
}
