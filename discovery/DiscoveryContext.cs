namespace Bridge.Discovery;

/// <summary>What every document of one bridge has in common.</summary>
/// <param name="Instance">The bridge's id, 8 hex digits; the first part of every identity.</param>
/// <param name="Version">The program's version, shown as origin.</param>
/// <param name="StatusTopic">Topic of the bridge's heartbeat.</param>
/// <param name="SupportUrl">Where users get help, <c>http</c> or <c>https</c>; null for nowhere.</param>
public sealed record DiscoveryContext(string Instance, string Version, string StatusTopic, string? SupportUrl = null)
{
    /// <summary>Whether the bridge is a device too, on which all others hang.</summary>
    public bool HasBridge { get; init; } = true;

    /// <summary>Language of the names that are ours.</summary>
    public Language Language { get; init; }

    /// <summary>The only identifier of a device, and the object id of its topic.</summary>
    /// <param name="identityId">The device's id as its identity has it; <c>bridge</c> for the bridge itself.</param>
    public string ObjectId(string identityId) => $"{Instance}_{identityId}";
}
