using System.Globalization;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;

namespace Bridge.Host.MqttIo;

/// <summary>
/// Loads what was written as the bridge will, and makes a comment of what it refuses: a wrong address takes its device
/// away, for another address would be another chip; anything else only itself.
/// </summary>
internal sealed class LoadableText(IReadOnlyList<Driver> drivers)
{
    private const int DeviceIndent = 2;
    private const int KeyIndent = 4;
    private const string File = "bridge.yaml";

    /// <summary>The text without what is refused.</summary>
    public Imported Of(IEnumerable<string> lines, IEnumerable<string> leftOut)
    {
        List<string> text = [.. lines];
        List<string> told = [.. leftOut];
        while (Refused(text) is { } fault)
        {
            told.Add($"{text[fault.Line].Trim()}: {fault.Message}");
            var (start, end) = Block(text, fault.Line);
            for (var line = start; line < end; line++)
            {
                text[line] = Commented(text[line]);
            }

            text.Insert(start, $"{Indent(text[start])}# left out: {fault.Message}");
        }

        return new(string.Concat(text.Select(static line => line + "\n")), [.. told]);
    }

    private (int Line, string Message)? Refused(List<string> text)
    {
        var folder = Directory.CreateTempSubdirectory("bridge-import").FullName;
        try
        {
            var path = Path.Combine(folder, File);
            System.IO.File.WriteAllLines(path, text);
            var loaded = new ConfigurationLoader(drivers).Load(new ConfigurationRequest
            {
                File = path,
                Environment = new Dictionary<string, string>(StringComparer.Ordinal),
                WorkingDirectory = folder,
                AddOnOptionsFile = Path.Combine(folder, "options.json"),
            });
            return loaded.Faults is [var first, ..]
                ? (LineOf(first.Origin), first.Path.Length == 0 ? first.Message : $"{first.Path}: {first.Message}")
                : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int LineOf(string origin) =>
        int.Parse(origin.AsSpan(origin.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture) - 1;

    // Lines from where the block begins to where it ends.
    private static (int Start, int End) Block(List<string> text, int line)
    {
        var isOfDevice = line > text.IndexOf("devices:") && Indent(text[line]).Length <= KeyIndent;
        var start = isOfDevice ? text.FindLastIndex(line, static each => Indent(each).Length == DeviceIndent && !IsComment(each)) : line;
        var depth = Indent(text[start]).Length;
        var end = text.FindIndex(start + 1, each => Indent(each).Length <= depth);
        return (start, end < 0 ? text.Count : end);
    }

    private static string Commented(string line) => IsComment(line) ? line : $"{Indent(line)}# {line.TrimStart()}";

    private static bool IsComment(string line) => line.TrimStart().StartsWith('#');

    private static string Indent(string line) => line[..^line.TrimStart().Length];
}
