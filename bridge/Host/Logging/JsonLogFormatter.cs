using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace Bridge.Host.Logging;

/// <summary>One JSON object a line: the fixed fields, then the properties in snake_case, then the exception.</summary>
internal sealed class JsonLogFormatter(string version) : ITextFormatter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString(
                "timestamp"u8,
                logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("level"u8, Level(logEvent.Level));
            json.WriteString("logger"u8, LogText.Logger(logEvent));
            json.WriteString("message"u8, LogText.Message(logEvent));
            json.WriteString("service"u8, "bridge");
            json.WriteString("version"u8, version);
            WriteProperties(json, logEvent);
            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception"u8, exception.ToString());
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Error => "error",
        _ => "critical",
    };

    private static void WriteProperties(Utf8JsonWriter json, LogEvent logEvent)
    {
        HashSet<string> taken = ["timestamp", "level", "logger", "message", "service", "version", "exception"];
        foreach (var (name, value) in logEvent.Properties)
        {
            if (name is "SourceContext" or "EventId" || logEvent.MessageTemplate.Text == $"{{{name}}}")
            {
                continue; // the last is the message itself
            }

            var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            while (!taken.Add(key))
            {
                key += "_"; // a fixed field always means what it says
            }

            json.WritePropertyName(key);
            Write(json, value);
        }
    }

    private static void Write(Utf8JsonWriter json, LogEventPropertyValue property)
    {
        switch ((property as ScalarValue)?.Value)
        {
            case null when property is ScalarValue:
                json.WriteNullValue();
                break;
            case bool value:
                json.WriteBooleanValue(value);
                break;
            case decimal value:
                json.WriteNumberValue(value);
                break;
            case double value when double.IsFinite(value):
                json.WriteNumberValue(value);
                break;
            case float value when float.IsFinite(value):
                json.WriteNumberValue(value);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong:
                json.WriteRawValue(LogText.Plain(property));
                break;
            default:
                json.WriteStringValue(LogText.Plain(property));
                break;
        }
    }
}
