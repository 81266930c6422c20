using System.Globalization;
using System.Text.Json;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>
/// Values as templates see them: null is None, <see cref="Undefined"/> a name or key that is not there, and a number is
/// a Python integer or float.
/// </summary>
internal static class TemplateValue
{
    /// <summary>What a mapping answers to as attributes, before its keys.</summary>
    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    };

    /// <summary>Nothing of that name.</summary>
    public static object Undefined { get; } = new();

    /// <summary>A JSON value.</summary>
    public static object? Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number when json.TryGetInt64(out var integer) => integer,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(
            static each => each.Name, static each => Of(each.Value), StringComparer.Ordinal),
        _ => json.EnumerateArray().Select(Of).ToList(),
    };

    /// <summary>What stands behind <c>.name</c> or <c>['name']</c>.</summary>
    public static object? Member(object? owner, string name, bool isAttribute)
    {
        if (ReferenceEquals(owner, Undefined))
        {
            throw new TemplateException($"'{name}' of something undefined");
        }

        return owner is not Dictionary<string, object?> mapping ? Undefined
            : isAttribute && Methods.Contains(name) ? $"<built-in method {name} of dict object>"
            : mapping.TryGetValue(name, out var value) ? value : Undefined;
    }

    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => !ReferenceEquals(value, Undefined) && value switch
    {
        null => false,
        bool truth => truth,
        long integer => integer != 0,
        double number => number != 0,
        string text => text.Length > 0,
        Dictionary<string, object?> mapping => mapping.Count > 0,
        List<object?> list => list.Count > 0,
        _ => true,
    };

    /// <summary>Whether two values are equal; a bool is an integer in Python.</summary>
    public static bool AreEqual(object? left, object? right) => (Number(left), Number(right)) switch
    {
        ({ } one, { } other) => one.Equals(other),
        _ => Equals(left, right),
    };

    /// <summary>As Python prints it.</summary>
    public static string Text(object? value) => value switch
    {
        null => "None",
        true => "True",
        false => "False",
        string text => text,
        long integer => integer.ToString(CultureInfo.InvariantCulture),
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e16 =>
            number.ToString("0.0", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ when ReferenceEquals(value, Undefined) => string.Empty,
        _ => JsonSerializer.Serialize(value),
    };

    /// <summary>As the filter <c>to_json</c> writes it.</summary>
    public static string Json(object? value) => ReferenceEquals(value, Undefined)
        ? throw new TemplateException("something undefined is no JSON")
        : JsonSerializer.Serialize(value);

    private static double? Number(object? value) => value switch
    {
        bool truth => truth ? 1 : 0,
        long integer => integer,
        double number => number,
        _ => null,
    };
}
