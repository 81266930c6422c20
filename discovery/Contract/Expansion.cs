using System.Text.Json.Nodes;

namespace Bridge.Discovery.Contract;

/// <summary>Writes out what Home Assistant lets be written short: abbreviated keys, and topics with a base.</summary>
internal static class Expansion
{
    private const char Base = '~';

    /// <summary>Writes out the keys of a message, its blocks of device and origin, and its availability.</summary>
    public static void Expand(JsonObject root)
    {
        Rename(root, Abbreviations.OfComponent);
        Rename(root[KeyNames.Origin] as JsonObject, Abbreviations.OfOrigin);
        Rename(root[KeyNames.Device] as JsonObject, Abbreviations.OfDevice);
        foreach (var entry in Entries(root))
        {
            Rename(entry, Abbreviations.OfComponent);
        }
    }

    /// <summary>Writes out the keys and topics of all components of a device document.</summary>
    public static void ExpandComponents(JsonObject root)
    {
        foreach (var component in (root[KeyNames.Components] as JsonObject)?.Select(static each => each.Value) ?? [])
        {
            if (component is JsonObject keys)
            {
                Expand(keys);
                ApplyBase(keys);
                PutInPlace(root, keys, KeyNames.Device);
                PutInPlace(root, keys, KeyNames.Origin);
            }
        }
    }

    /// <summary>Puts the base into topics that begin or end with it, and takes it away.</summary>
    public static void ApplyBase(JsonObject component)
    {
        if (component["~"] is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            return;
        }

        component.Remove("~");
        var topics = component.Select(static each => each.Key)
            .Where(static key => key.EndsWith(KeyNames.Topic, StringComparison.Ordinal)).ToArray();
        foreach (var key in topics)
        {
            Apply(component, key, text);
        }

        foreach (var entry in Entries(component))
        {
            Apply(entry, KeyNames.Topic, text);
        }
    }

    // Home Assistant does not look at what a component itself has of these.
    private static void PutInPlace(JsonObject root, JsonObject component, string block)
    {
        if (component.ContainsKey(block) && root[block] is { } own)
        {
            component[block] = own.DeepClone();
        }
    }

    private static IEnumerable<JsonObject> Entries(JsonObject root) => root[KeyNames.Availability] switch
    {
        JsonArray list => list.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    private static void Apply(JsonObject keys, string key, string text)
    {
        if (keys[key] is JsonValue value && value.TryGetValue<string>(out var topic) && topic.Length > 0)
        {
            var begun = topic[0] == Base ? text + topic[1..] : topic;
            keys[key] = begun[^1] == Base ? begun[..^1] + text : begun;
        }
    }

    // Of a short and a long form, the short one counts.
    private static void Rename(JsonObject? keys, IReadOnlyDictionary<string, string> table)
    {
        var abbreviated = keys?.Select(static each => each.Key).Where(table.ContainsKey).ToArray() ?? [];
        foreach (var key in abbreviated.Where(key => table[key] != key))
        {
            var value = keys![key];
            keys.Remove(key);
            keys[table[key]] = value;
        }
    }
}
