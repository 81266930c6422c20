using System.Globalization;
using System.Text.Json;

namespace Bridge.Devices.Drivers.Serial.TextLines;

/// <summary>A JSON object or array; fields are keys, or paths with dots: <c>sensors.0.temperature</c>.</summary>
internal sealed class JsonFormat : LineFormat
{
    /// <inheritdoc/>
    public override string? Read(string line, ReadOnlySpan<string> fields, Span<string?> texts)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            for (var index = 0; index < fields.Length; index++)
            {
                texts[index] = TextOf(Find(document.RootElement, fields[index]));
            }

            return texts.ContainsAnyExcept((string?)null) ? null : "it has none of the keys";
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return "it is not JSON"; // or has a text that is half a character, such as "\ud800"
        }
    }

    private static JsonElement? Find(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(path, out var whole))
        {
            return whole;
        }

        var dot = path.IndexOf('.');
        var step = dot < 0 ? path : path[..dot];
        JsonElement? inner = element.ValueKind switch
        {
            JsonValueKind.Object when dot > 0 && element.TryGetProperty(step, out var property) => property,
            JsonValueKind.Array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < element.GetArrayLength() => element[index],
            _ => null,
        };
        return inner is { } found && dot > 0 ? Find(found, path[(dot + 1)..]) : inner;
    }

    private static string? TextOf(JsonElement? element) => element?.ValueKind switch
    {
        JsonValueKind.String => element.Value.GetString(),
        JsonValueKind.Number => element.Value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => string.Empty,
        _ => null,
    };
}
