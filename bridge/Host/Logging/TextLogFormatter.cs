using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Bridge.Host.Logging;

/// <summary>One line for people: <c>2026-01-01 12:00:00.000 INFO  Link: message</c>, in local time.</summary>
internal sealed class TextLogFormatter(bool colour) : ITextFormatter
{
    private const string Reset = "\e[0m";

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        var (word, paint) = Level(logEvent.Level);
        output.Write(colour ? $"{paint}{word}{Reset}" : word);
        output.Write(LogText.OneLine($" {LogText.Logger(logEvent)}: {LogText.Message(logEvent)}"));
        if (logEvent.Exception is { } exception)
        {
            output.Write(LogText.OneLine($" | {exception}"));
        }

        output.Write('\n');
    }

    private static (string Word, string Paint) Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => ("DEBUG", "\e[90m"),
        LogEventLevel.Information => ("INFO ", "\e[32m"),
        LogEventLevel.Warning => ("WARN ", "\e[33m"),
        LogEventLevel.Error => ("ERROR", "\e[31m"),
        _ => ("CRIT ", "\e[1;31m"),
    };
}
