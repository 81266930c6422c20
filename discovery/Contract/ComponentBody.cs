using System.Collections.Immutable;
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

    /// <summary>The number under a key; null where there is none, or something else.</summary>
    public decimal? Number(string key) =>
        TryGet(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)
            ? number
            : null;

    /// <summary>The texts of the list under a key; empty where there is none, or something else.</summary>
    public ImmutableArray<string> Texts(string key) => TryGet(key, out var value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String)
            .Select(static item => item.GetString()!)]
        : [];

    /// <summary>The value of its own or shared key.</summary>
    public bool TryGet(string key, out JsonElement value) =>
        Own.TryGetProperty(key, out value)
        || (IsShared(key) && Root.TryGetProperty(key, out value));

    // The optional keys of the root are the ones its components inherit, and the blocks of device and origin.
    private static bool IsShared(string key) =>
        key is KeyNames.Device or KeyNames.Origin
        || (KeySet.Document.Rules.TryGetValue(key, out var rule) && !rule.Required);
}
