using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>Reads back what a device document has told.</summary>
public static class ToldComponents
{
    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static readonly string[] Components = [KeyNames.Components, "cmps"];
    private static readonly string[] Platform = [KeyNames.Platform, "p"];

    /// <summary>The platforms of its components by their keys; none for anything that is no such document.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <param name="withRemoved">Whether those count that the document removes.</param>
    public static ImmutableSortedDictionary<string, string> Read(ReadOnlyMemory<byte> payload, bool withRemoved)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return Find(document.RootElement, Components) is { ValueKind: JsonValueKind.Object } components
                ? components.EnumerateObject()
                    .Where(each => withRemoved || each.Value is not { ValueKind: JsonValueKind.Object } keys
                        || keys.GetPropertyCount() > 1)
                    .Select(static each => KeyValuePair.Create(each.Name, Find(each.Value, Platform)))
                    .Where(static each => each.Value is { ValueKind: JsonValueKind.String })
                    .Aggregate(None, static (all, each) => all.SetItem(each.Key, each.Value!.Value.GetString()!))
                : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static JsonElement? Find(JsonElement json, string[] names) =>
        json.ValueKind == JsonValueKind.Object
            ? names.Where(name => json.TryGetProperty(name, out _)).Select(name => (JsonElement?)json.GetProperty(name)).FirstOrDefault()
            : null;
}
