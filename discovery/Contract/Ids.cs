using System.Text.RegularExpressions;

namespace Bridge.Discovery.Contract;

/// <summary>The forms of ids in identities and topics.</summary>
internal static partial class Ids
{
    /// <summary>The id of the bridge's own device.</summary>
    public const string Bridge = "bridge";

    /// <summary>Whether <paramref name="text"/> is an instance and a device id, as in topics and identifiers.</summary>
    public static bool IsObjectId(string text) => ObjectId.IsMatch(text);

    /// <summary>Whether <paramref name="text"/> is an entity key.</summary>
    public static bool IsEntityKey(string text) => EntityKey.IsMatch(text);

    [GeneratedRegex(@"^[0-9a-f]{8}_[a-z0-9][a-z0-9_-]{0,62}\z", RegexOptions.None, 1000)]
    private static partial Regex ObjectId { get; }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_]{0,62}\z", RegexOptions.None, 1000)]
    private static partial Regex EntityKey { get; }
}
