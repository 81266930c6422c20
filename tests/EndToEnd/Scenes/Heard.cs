using System.Text.Json;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A message as a subscriber saw it.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload as text.</param>
/// <param name="Retain">Whether it was published retained.</param>
internal sealed record Heard(string Topic, string Payload, bool Retain)
{
    /// <summary>The payload as JSON; an empty element when it is none.</summary>
    public JsonElement Json => Parse(Payload);

    /// <summary>A text as JSON; an empty element when it is none.</summary>
    public static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>A property of an object as text, <c>null</c> when it is not there.</summary>
    public string? this[string property] =>
        Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(property, out var value)
            ? value.ToString()
            : null;
}
