using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>Writes a message with the short forms of its keys.</summary>
internal static class ShortForm
{
    private static readonly FrozenDictionary<string, string> OfComponent = Shortest(Abbreviations.OfComponent);
    private static readonly FrozenDictionary<string, string> OfDevice = Shortest(Abbreviations.OfDevice);
    private static readonly FrozenDictionary<string, string> OfOrigin = Shortest(Abbreviations.OfOrigin);

    /// <summary>The same message, shorter.</summary>
    /// <param name="payload">A message that we wrote, in full words.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> payload)
    {
        using var document = JsonDocument.Parse(payload);
        var buffer = new ArrayBufferWriter<byte>(payload.Length);
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Compact);
        WriteMessage(json, document.RootElement);
        json.Flush();
        return buffer.WrittenMemory;
    }

    // A component has the same blocks as the root of a document.
    private static void WriteMessage(Utf8JsonWriter json, JsonElement message)
    {
        json.WriteStartObject();
        foreach (var each in message.EnumerateObject())
        {
            json.WritePropertyName(OfComponent.GetValueOrDefault(each.Name, each.Name));
            switch (each.Name)
            {
                case KeyNames.Device:
                    WriteKeys(json, each.Value, OfDevice);
                    break;
                case KeyNames.Origin:
                    WriteKeys(json, each.Value, OfOrigin);
                    break;
                case KeyNames.Availability:
                    WriteList(json, each.Value);
                    break;
                case KeyNames.Components:
                    WriteComponents(json, each.Value);
                    break;
                default:
                    each.Value.WriteTo(json);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteComponents(Utf8JsonWriter json, JsonElement components)
    {
        json.WriteStartObject();
        foreach (var each in components.EnumerateObject())
        {
            json.WritePropertyName(each.Name);
            WriteMessage(json, each.Value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, JsonElement entries)
    {
        json.WriteStartArray();
        foreach (var entry in entries.EnumerateArray())
        {
            WriteKeys(json, entry, OfComponent);
        }

        json.WriteEndArray();
    }

    private static void WriteKeys(Utf8JsonWriter json, JsonElement keys, FrozenDictionary<string, string> table)
    {
        json.WriteStartObject();
        foreach (var each in keys.EnumerateObject())
        {
            json.WritePropertyName(table.GetValueOrDefault(each.Name, each.Name));
            each.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static FrozenDictionary<string, string> Shortest(IReadOnlyDictionary<string, string> table) => table
        .GroupBy(static each => each.Value, static each => each.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(
            static each => each.Key,
            static each => each.MinBy(static word => word.Length)!,
            StringComparer.Ordinal);
}
