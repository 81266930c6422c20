namespace Bridge.Host.Configuration;

/// <summary>Section <c>health</c>.</summary>
internal sealed record HealthOptions
{
    /// <summary>The file that the main loop touches.</summary>
    public string File { get; init; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "bridge.health");

    /// <summary>How often the heartbeat is published.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(60);
}
