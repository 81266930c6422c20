namespace Bridge.Host.Configuration;

/// <summary>Section <c>state</c>.</summary>
internal sealed record StateOptions
{
    /// <summary>Path of the database; null keeps everything in memory (<c>memory</c> in the configuration).</summary>
    public string? Path { get; init; } = "./data/bridge.db";
}
