using System.Text.Json;

namespace Bridge.Discovery.Contract;

/// <summary>A component as Home Assistant sees it: its own keys, and the root's where it has none.</summary>
/// <param name="Key">Its key in the document.</param>
/// <param name="Platform">Its platform.</param>
/// <param name="Own">Its own object.</param>
/// <param name="Root">The document's.</param>
internal readonly record struct ComponentBody(string Key, string Platform, JsonElement Own, JsonElement Root)
{
    /// <summary>Whether the key has a value, of its own or shared.</summary>
    public bool Has(string key) => TryGet(key, out _);

    /// <summary>The text under a key; null where there is none, or null, or something else.</summary>
    public string? Text(string key) =>
        TryGet(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The value of its own or shared key.</summary>
    public bool TryGet(string key, out JsonElement value) =>
        Own.TryGetProperty(key, out value)
        || (IsShared(key) && Root.TryGetProperty(key, out value));

    // The optional keys of the root are the ones its components inherit.
    private static bool IsShared(string key) =>
        KeySet.Document.Rules.TryGetValue(key, out var rule) && !rule.Required;
}
