using Bridge.Store;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>state</c>.</summary>
internal sealed record StateOptions
{
    /// <summary>Path of the database; null keeps everything in memory (<c>memory</c> in the configuration).</summary>
    public string? Path { get; init; } = "./data/bridge.db";

    /// <summary>Last states and history are written at most once in this time.</summary>
    public TimeSpan WriteInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a database of an older version is brought forward.</summary>
    public bool Migrate { get; init; } = true;

    /// <summary>How many values wait for the broker at most.</summary>
    public HistoryLimits History { get; init; } = new StoreOptions().History;

    /// <summary>How long the broker keeps a value of the history for a subscriber that is away.</summary>
    public TimeSpan HistoryExpiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The same as the store takes it.</summary>
    public StoreOptions ForStore => new() { Path = Path, WriteInterval = WriteInterval, Migrate = Migrate, History = History };
}
