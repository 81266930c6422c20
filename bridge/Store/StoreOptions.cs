namespace Bridge.Store;

/// <summary>Where state is kept and how often it may be written.</summary>
public sealed record StoreOptions
{
    /// <summary>The database file; null keeps everything in memory.</summary>
    public string? Path { get; init; }

    /// <summary>Last states and history are written at most once in this time.</summary>
    public TimeSpan WriteInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many values wait at most while they cannot be told.</summary>
    public HistoryLimits History { get; init; } = new(Device: 10_000, Total: 20_000);

    /// <summary>False refuses a database of an older schema instead of bringing it forward.</summary>
    public bool Migrate { get; init; } = true;
}
