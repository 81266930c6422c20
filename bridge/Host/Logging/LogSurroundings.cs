using Bridge.Host.Configuration;

namespace Bridge.Host.Logging;

/// <summary>Where the process runs, as far as it decides how a log line looks.</summary>
/// <param name="Terminal">True when stderr is a terminal.</param>
/// <param name="Environment">Environment variables.</param>
internal sealed record LogSurroundings(bool Terminal, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>True where colours are seen and wanted (no-color.org).</summary>
    public bool Colour => Terminal && !IsSet("NO_COLOR") && Environment.GetValueOrDefault("TERM") != "dumb";

    /// <summary>The form of a line: what was asked for, or what fits.</summary>
    public LogFormat Choose(LogFormat asked) =>
        asked != LogFormat.Auto ? asked
        : Terminal || IsSet("SUPERVISOR_TOKEN") || IsSet("JOURNAL_STREAM") ? LogFormat.Text
        : LogFormat.Json;

    private bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetValueOrDefault(name));
}
