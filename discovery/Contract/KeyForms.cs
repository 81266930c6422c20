using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Bridge.Discovery.Contract;

/// <summary>Brings values into their exact form where Home Assistant converts others: one text for a list, "yes" for true.</summary>
internal static class KeyForms
{
    private static readonly string[] True = ["1", "true", "yes", "on", "enable"];
    private static readonly string[] False = ["0", "false", "no", "off", "disable"];

    private static readonly string[] Spans = ["days", "hours", "minutes", "seconds", "milliseconds"];

    // Home Assistant lower-cases these before it looks.
    private static readonly string[] AnyCase = [KeyNames.DeviceClass, KeyNames.StateClass, KeyNames.Schema];

    /// <summary>All of a device document.</summary>
    public static void OfDocument(JsonObject root)
    {
        Convert(root, KeySet.Document);
        foreach (var component in (root[KeyNames.Components] as JsonObject)?.Select(static each => each.Value) ?? [])
        {
            if (component is JsonObject keys
                && keys[KeyNames.Platform] is JsonValue value
                && value.TryGetValue<string>(out var platform)
                && Platforms.IsKnown(platform))
            {
                OfComponent(keys, platform);
            }
        }
    }

    /// <summary>A component in a message of its own.</summary>
    public static void OfMessage(JsonObject root, string platform)
    {
        OfComponent(root, platform);
        if (root[KeyNames.Origin] is JsonObject origin)
        {
            Convert(origin, KeySet.Origin);
        }
    }

    /// <summary>One component.</summary>
    public static void OfComponent(JsonObject keys, string platform)
    {
        var schema = keys[KeyNames.Schema] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        Convert(keys, Platforms.Of(platform, schema));
    }

    private static void Convert(JsonObject keys, KeySet known)
    {
        foreach (var key in keys.Select(static each => each.Key).Where(known.Rules.ContainsKey).ToArray())
        {
            var converted = Converted(keys[key], known.Rules[key]);
            if (!ReferenceEquals(converted, keys[key]))
            {
                keys[key] = converted;
            }
        }
    }

    private static JsonNode? Converted(JsonNode? value, KeyRule rule)
    {
        switch (rule.Type)
        {
            case KeyType.Device when value is JsonObject device:
                Convert(device, KeySet.Device);
                return value;
            case KeyType.Origin when value is JsonObject origin:
                Convert(origin, KeySet.Origin);
                return value;
            case KeyType.AvailabilityList or KeyType.OpenAvailabilityList:
                return Availability(value);
            case KeyType.Texts or KeyType.Choices or KeyType.TextPairs:
                return List(value, rule.Type == KeyType.Texts);
            case KeyType.Boolean:
                return Truth(value);
            case KeyType.Count or KeyType.Positive or KeyType.Qos:
                return Whole(value);
            case KeyType.Period:
                return Seconds(value);
            case KeyType.Number or KeyType.NumberChoice:
                return Text(value) is { } number && Parse(number) is { } parsed ? JsonValue.Create(parsed) : value;
            case KeyType.Choice or KeyType.ChoiceOrNull when AnyCase.Contains(rule.Name, StringComparer.Ordinal):
                return Text(value) is { } word ? JsonValue.Create(word.ToLowerInvariant()) : value;
            case KeyType.Text or KeyType.TextOrNull or KeyType.Topic or KeyType.Filter:
                return Written(value);
            default:
                return value;
        }
    }

    private static JsonArray Availability(JsonNode? value)
    {
        var list = List(value, areTexts: false);
        foreach (var entry in list.OfType<JsonObject>())
        {
            Convert(entry, KeySet.Availability);
        }

        return list;
    }

    private static JsonArray List(JsonNode? value, bool areTexts)
    {
        JsonNode?[] items = value switch
        {
            null => [],
            JsonArray list => [.. list.Select(static item => item?.DeepClone())],
            _ => [value.DeepClone()],
        };
        return new([.. areTexts ? items.Select(Written) : items]);
    }

    private static JsonNode? Written(JsonNode? value) =>
        value?.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? JsonValue.Create(value.ToJsonString())
            : value;

    private static JsonNode? Truth(JsonNode? value)
    {
        if (value?.GetValueKind() == JsonValueKind.Number)
        {
            return JsonValue.Create(value.ToJsonString() is not ("0" or "0.0"));
        }

        var word = Text(value)?.Trim().ToLowerInvariant();
        return True.Contains(word, StringComparer.Ordinal) ? JsonValue.Create(true)
            : False.Contains(word, StringComparer.Ordinal) ? JsonValue.Create(false)
            : value;
    }

    // Which span it is does not matter here.
    private static JsonNode? Seconds(JsonNode? value) => value switch
    {
        JsonObject { Count: > 0 } spans when spans.All(static each => Spans.Contains(each.Key, StringComparer.Ordinal)) =>
            JsonValue.Create(0),
        not null when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => Whole(value),
        _ => value,
    };

    private static JsonNode? Whole(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => JsonValue.Create(1),
        JsonValueKind.False => JsonValue.Create(0),
        JsonValueKind.Number when Parse(value!.ToJsonString()) is { } number =>
            JsonValue.Create(decimal.Truncate(number)),
        _ => Text(value) is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole)
            ? JsonValue.Create(whole)
            : value,
    };

    private static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(JsonNode? value) =>
        value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;
}
