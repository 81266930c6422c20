namespace Bridge.Devices.Model;

/// <summary>The form of the keys of entities.</summary>
public static class EntityKey
{
    private const int Longest = 63;

    /// <summary>True for <c>[a-z0-9][a-z0-9_]{0,62}</c>.</summary>
    public static bool Fits(string key) => key.Length is > 0 and <= Longest && key[0] != '_'
        && key.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    /// <summary>A name for an entity that nobody named: <c>feed_in</c> is <c>Feed in</c>.</summary>
    public static string InWords(string key) => char.ToUpperInvariant(key[0]) + key[1..].Replace('_', ' ');
}
