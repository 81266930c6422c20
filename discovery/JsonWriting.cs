using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>What documents and components write alike.</summary>
internal static class JsonWriting
{
    /// <summary>° and ³ stay themselves: the payload is UTF-8 and nothing shows it as HTML.</summary>
    public static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    extension(Utf8JsonWriter json)
    {
        /// <summary>A text, or nothing at all: Home Assistant refuses null in nearly every place.</summary>
        public void WriteText(string key, string? value)
        {
            if (value is not null)
            {
                json.WriteString(key, value);
            }
        }

        /// <summary>A number, or nothing at all.</summary>
        public void WriteNumberOrNothing(string key, decimal? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(key, number);
            }
        }

        /// <summary>The availability entry that reads the bridge's heartbeat.</summary>
        public void WriteBridgeAvailability(string statusTopic)
        {
            json.WriteStartObject();
            json.WriteString(KeyNames.Topic, statusTopic);
            json.WriteString(KeyNames.ValueTemplate, Templates.BridgeAvailability);
            json.WriteEndObject();
        }
    }
}
