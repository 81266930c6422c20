using System.Globalization;
using Serilog.Events;
using Serilog.Parsing;

namespace Bridge.Host.Logging;

/// <summary>What both forms of a log line have in common.</summary>
internal static class LogText
{
    /// <summary>The message with its values filled in; texts stand without quotes.</summary>
    public static string Message(LogEvent log)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in log.MessageTemplate.Tokens)
        {
            if (token is PropertyToken property && log.Properties.TryGetValue(property.PropertyName, out var value))
            {
                output.Write(Plain(value, property.Format));
            }
            else
            {
                output.Write(token.ToString());
            }
        }

        return output.ToString();
    }

    /// <summary>A value as text, without quotes.</summary>
    public static string Plain(LogEventPropertyValue value, string? format = null) =>
        value is ScalarValue { Value: string text } ? text : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The last part of the logger's name.</summary>
    public static string Logger(LogEvent log)
    {
        var name = log.Properties.TryGetValue("SourceContext", out var context) ? Plain(context) : "bridge";
        return name[(name.LastIndexOf('.') + 1)..];
    }

    /// <summary>Makes one harmless line: line ends and control characters become visible escapes.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        return string.Concat(text.ReplaceLineEndings("\n").Select(static c => c switch
        {
            '\n' => "\\n",
            '\t' => "\\t",
            _ when IsUnsafe(c) => $"\\u{(int)c:x4}",
            _ => c.ToString(),
        }));
    }

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029';
}
