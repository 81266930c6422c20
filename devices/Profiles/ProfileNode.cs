using System.Collections.Immutable;
using System.Text.Json;

namespace Bridge.Devices.Profiles;

/// <summary>A part of a profile as it was written, whatever the language it was written in.</summary>
/// <param name="Place">Where it stands: <c>profiles/meter.yaml:12</c>.</param>
/// <param name="Text">A single value, or those of a list with commas between them; null for a map, or nothing.</param>
public sealed record ProfileNode(string Place, string? Text)
{
    /// <summary>The keys of a map in their order; null for what is no map.</summary>
    public ImmutableArray<(string Key, ProfileNode Node)>? Entries { get; init; }

    /// <summary>The node of that key; null for none.</summary>
    public ProfileNode? Child(string key) =>
        Entries?.FirstOrDefault(entry => entry.Key == key).Node;

    /// <summary>A node out of JSON; each knows only the file as its place.</summary>
    internal static ProfileNode Of(JsonElement element, string place) => element.ValueKind switch
    {
        JsonValueKind.Object => new(place, null)
        {
            Entries = [.. element.EnumerateObject().Select(each => (each.Name, Of(each.Value, place)))],
        },
        JsonValueKind.Array => new(place, string.Join(',', element.EnumerateArray())),
        JsonValueKind.Null => new(place, null),
        _ => new(place, element.ToString()),
    };
}
