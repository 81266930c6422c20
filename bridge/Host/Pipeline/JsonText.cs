using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Host.Pipeline;

/// <summary>How our JSON is written: compact, UTF-8 as it is.</summary>
internal static class JsonText
{
    /// <summary>No escapes but those that JSON demands: nothing of ours is ever put into HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> members)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    extension(Utf8JsonWriter json)
    {
        /// <summary>A text, or null.</summary>
        public void WriteText(string name, string? value)
        {
            if (value is null)
            {
                json.WriteNull(name);
            }
            else
            {
                json.WriteString(name, value);
            }
        }

        /// <summary>A moment as ISO 8601 in UTC with milliseconds, or null.</summary>
        public void WriteMoment(string name, DateTimeOffset? value) =>
            json.WriteText(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
    }
}
