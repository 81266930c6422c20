namespace Bridge.Host.Configuration;

/// <summary>Names of entities that nobody named.</summary>
internal static class EntityName
{
    /// <summary><c>feed_in</c> is <c>Feed in</c>.</summary>
    public static string Of(string key) => char.ToUpperInvariant(key[0]) + key[1..].Replace('_', ' ');
}
