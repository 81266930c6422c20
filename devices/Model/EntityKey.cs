using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>The form of the keys of entities.</summary>
public static class EntityKey
{
    private const int Longest = 63;

    /// <summary>What topics and the bridge's own entities are called: no entity of a device has such a key.</summary>
    public static ImmutableArray<string> Reserved { get; } =
    [
        "status", "last_success", "errors", "set", "state", "availability", "diagnostics", "error", "result", "history",
        "event",
    ];

    /// <summary>True for <c>[a-z0-9][a-z0-9_]{0,62}</c>.</summary>
    public static bool Fits(string key) => key.Length is > 0 and <= Longest && key[0] != '_'
        && key.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
