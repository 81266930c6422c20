namespace Bridge.Store;

/// <summary>One topic with a retained message of ours.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Device">The device it belongs to; <c>bridge</c> for the bridge's own.</param>
/// <param name="Kind">What it holds; decides the order of cleaning up.</param>
public sealed record LedgerEntry(string Topic, string Device, LedgerKind Kind)
{
    /// <summary>
    /// What a configuration makes of its device in Home Assistant, in the form of who publishes it; null where that is not
    /// known, and for all other kinds.
    /// </summary>
    public string? Announces { get; init; }
}

/// <summary>What a retained topic holds, in the order in which topics are cleared.</summary>
public enum LedgerKind
{
    /// <summary>
    /// A discovery message that is about to be published, moved or cleared: the broker may have it or not. If it is not
    /// there, nobody else has taken it away.
    /// </summary>
    Unsettled = 0,

    /// <summary>A discovery message that the broker has acknowledged.</summary>
    Configuration = 1,

    /// <summary>Availability of a device.</summary>
    Availability = 2,

    /// <summary>States of a device.</summary>
    State = 3,

    /// <summary>Diagnostics of a device.</summary>
    Diagnostics = 4,

    /// <summary>The bridge's heartbeat.</summary>
    Status = 5,
}
