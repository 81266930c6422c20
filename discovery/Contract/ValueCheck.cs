using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bridge.Discovery.Contract;

/// <summary>Holds one value against the type its key demands.</summary>
internal static class ValueCheck
{
    private const int LongestTopic = 65_535; // bytes, MQTT 5 §1.5.4

    /// <summary>What is wrong with <paramref name="value"/>; null when nothing is.</summary>
    public static string? Fault(JsonElement value, KeyRule rule) => rule.Type switch
    {
        KeyType.TextOrNull or KeyType.ChoiceOrNull when value.ValueKind == JsonValueKind.Null => null,
        KeyType.Text or KeyType.TextOrNull => IsText(value) ? null : "must be a text",
        KeyType.Boolean => IsTruth(value) ? null : "must be true or false",
        KeyType.Count or KeyType.Period => IsInteger(value, 0, int.MaxValue) ? null : "must be an integer from 0",
        KeyType.Positive => IsInteger(value, 1, int.MaxValue) ? null : "must be an integer from 1",
        KeyType.Integer => IsInteger(value, int.MinValue, int.MaxValue) ? null : "must be an integer",
        KeyType.Number => value.ValueKind == JsonValueKind.Number ? null : "must be a number",
        KeyType.Pattern => IsPattern(value) ? null : "must be a regular expression",
        KeyType.Qos => IsInteger(value, 0, 2) ? null : "must be 0, 1 or 2",
        KeyType.Choice or KeyType.ChoiceOrNull => ChoiceFault(value, rule),
        KeyType.Choices => IsList(value, item => ChoiceFault(item, rule) is null) ? null : $"must be a list of {Choices(rule)}",
        KeyType.NumberChoice => IsOneOf(value, rule.Values) ? null : $"must be one of {Choices(rule)}",
        KeyType.TemperatureUnit =>
            IsText(value) && value.GetString() is "C" or "F" or "c" or "f" ? null : "must be C or F",
        KeyType.Filter => TopicFault(value, wildcards: true),
        KeyType.Topic => TopicFault(value, wildcards: false),
        KeyType.Texts => IsList(value, IsText) ? null : "must be a list of texts",
        KeyType.TextPairs => IsList(value, IsPair) ? null : "must be a list of [type, value]",
        KeyType.Icon => IsText(value) && value.GetString()!.Contains(':') ? null : "must have the form prefix:name",
        KeyType.WebAddress => IsAddress(value, "http", "https") ? null : "must be an http or https address",
        KeyType.ConfigurationAddress =>
            IsAddress(value, "http", "https", "homeassistant") ? null : "must be an http or https address",
        KeyType.Device => ObjectFault(value, KeySet.Device) ?? IdentityFault(value),
        KeyType.Origin => ObjectFault(value, KeySet.Origin),
        KeyType.AvailabilityList => AvailabilityFault(value, isOpen: false),
        KeyType.OpenAvailabilityList => AvailabilityFault(value, isOpen: true),
        _ => value.ValueKind == JsonValueKind.Object ? null : "must be an object",
    };

    /// <summary>The keys in a list of availability entries that Home Assistant drops.</summary>
    public static IEnumerable<string> Dropped(JsonElement availability) => availability.ValueKind != JsonValueKind.Array
        ? []
        : availability.EnumerateArray().Where(static entry => entry.ValueKind == JsonValueKind.Object)
            .SelectMany(static entry => entry.EnumerateObject().Select(static key => key.Name))
            .Where(static key => !KeySet.Availability.Rules.ContainsKey(key));

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsTruth(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsInteger(JsonElement value, int lowest, int highest) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
        && number >= lowest
        && number <= highest;

    private static bool IsOneOf(JsonElement value, ImmutableArray<string> numbers) =>
        value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var number)
        && numbers.Any(known => decimal.Parse(known, CultureInfo.InvariantCulture) == number);

    private static bool IsPattern(JsonElement value)
    {
        try
        {
            return IsText(value) && new Regex(value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsList(JsonElement value, Func<JsonElement, bool> isItem) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(isItem);

    private static bool IsPair(JsonElement value) => IsList(value, IsText) && value.GetArrayLength() >= 2;

    private static bool IsAddress(JsonElement value, params ReadOnlySpan<string> schemes) =>
        IsText(value)
        && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var address)
        && schemes.Contains(address.Scheme)
        && address.Host.Length > 0;

    private static string? ChoiceFault(JsonElement value, KeyRule rule)
    {
        if (IsText(value) && rule.Values.Contains(value.GetString()!, StringComparer.Ordinal))
        {
            return null;
        }

        return $"must be one of {Choices(rule)}, not {value.GetRawText()}";
    }

    private static string Choices(KeyRule rule) => string.Join(", ", rule.Values.Order(StringComparer.Ordinal));

    private static string? TopicFault(JsonElement value, bool wildcards)
    {
        if (!IsText(value))
        {
            return "must be a topic";
        }

        var topic = value.GetString()!;
        return topic.Length == 0 ? "is an empty topic"
            : Encoding.UTF8.GetByteCount(topic) > LongestTopic ? "is a topic of more than 65535 bytes"
            : topic.EnumerateRunes().Any(IsForbidden) ? "has a control character or non-character in the topic"
            : !wildcards && topic.AsSpan().ContainsAny('+', '#') ? "has a wildcard in a topic to publish to"
            : wildcards ? WildcardFault(topic.Split('/')) : null;
    }

    private static string? WildcardFault(string[] levels)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i].Contains('+') && levels[i] != "+")
            {
                return "has a + that is not a whole level";
            }

            if (levels[i].Contains('#') && (levels[i] != "#" || i != levels.Length - 1))
            {
                return "has a # that is not the whole last level";
            }
        }

        return null;
    }

    private static bool IsForbidden(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFF) is 0xFFFE or 0xFFFF;

    private static string? AvailabilityFault(JsonElement value, bool isOpen)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return "must be a list";
        }

        foreach (var entry in value.EnumerateArray())
        {
            if (ObjectFault(entry, KeySet.Availability, isOpen) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? IdentityFault(JsonElement device) =>
        HasItems(device, KeyNames.Identifiers) || HasItems(device, KeyNames.Connections)
            ? null
            : "has neither identifiers nor connections";

    private static bool HasItems(JsonElement device, string key) =>
        device.TryGetProperty(key, out var list) && list.GetArrayLength() > 0;

    private static string? ObjectFault(JsonElement value, KeySet keys, bool isOpen = false)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return "must be an object";
        }

        foreach (var property in value.EnumerateObject())
        {
            if (!keys.Rules.TryGetValue(property.Name, out var rule))
            {
                if (isOpen)
                {
                    continue;
                }

                return $"has the key {property.Name}, which Home Assistant does not know there";
            }

            if (Fault(property.Value, rule) is { } fault)
            {
                return $"{property.Name} {fault}";
            }
        }

        var required = keys.Rules.Values.Where(rule => rule.Required);
        var missing = required.FirstOrDefault(rule => !value.TryGetProperty(rule.Name, out _));
        return missing is null ? null : $"lacks the key {missing.Name}";
    }
}
