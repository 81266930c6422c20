using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Bridge.Unit.AddOn;

/// <summary>
/// What the Supervisor does with an option of a type of its schema (developers.home-assistant.io, "App configuration"; its
/// text takes texts only, and its patterns hold against the beginning of a value's text, numbers among them).
/// </summary>
internal static partial class SupervisorSchema
{
    /// <summary>True for a type that the Supervisor knows.</summary>
    public static bool IsType(string type) => TypeForm().IsMatch(type);

    /// <summary>What it hands to the add-on; null when it refuses the value.</summary>
    public static JsonNode? Pass(string type, JsonNode value)
    {
        if (type is ['[', .. var item, ']'])
        {
            return value is JsonArray list && list.All(each => Pass(item, each!) is not null) ? value.DeepClone() : null;
        }

        var plain = type.TrimEnd('?');
        var text = value is JsonValue scalar && scalar.TryGetValue<string>(out var given) ? given : value.ToJsonString();
        var inner = plain.Contains('(', StringComparison.Ordinal) ? plain[(plain.IndexOf('(', StringComparison.Ordinal) + 1)..^1] : string.Empty;
        return plain.Split('(')[0] switch
        {
            "match" => Regex.IsMatch(text, $@"\A(?:{inner})", RegexOptions.None, TimeSpan.FromSeconds(1)) ? text : null,
            "list" => inner.Split('|').Contains(text) ? text : null,
            "password" => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? text : null,
            "bool" => Truth(text),
            "int" => Number(text, inner),
            _ => throw new NotSupportedException(type),
        };
    }

    private static JsonNode? Truth(string text) => text.ToLowerInvariant() switch
    {
        "1" or "true" or "yes" or "on" or "enable" => true,
        "0" or "false" or "no" or "off" or "disable" => false,
        _ => null,
    };

    private static JsonNode? Number(string text, string range)
    {
        var limits = range.Split(',').Select(static limit => int.Parse(limit, CultureInfo.InvariantCulture)).ToArray();
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number)
            && number >= limits[0] && number <= limits[1] ? number : null;
    }

    [GeneratedRegex(
        @"\A(bool|email|url|port|str(\(\d*,\d*\))?|password(\(\d*,\d*\))?|int(\(\d*,\d*\))?|float(\([\d.]*,[\d.]*\))?|match\(.*\)|list\(.+\))\??\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeForm();
}
