using Bridge.Host.Releases;

namespace Bridge.Host.Link;

/// <summary>What this run of the bridge says of itself.</summary>
internal sealed class BridgeFacts(string version, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Version of the program.</summary>
    public string Version { get; } = version;

    /// <summary>This run, 8 hex digits: tells two runs of one instance apart.</summary>
    public string Run { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>When the run began.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>How long it runs; not moved by steps of the clock.</summary>
    public TimeSpan Uptime => time.GetElapsedTime(_started);

    /// <summary>The identity of this installation; empty until it is settled.</summary>
    public string Instance { get; set; } = string.Empty;

    /// <summary>Connections to the broker after the first.</summary>
    public long Reconnects { get; set; }

    /// <summary>The newest release of the program; null when nothing is known of one.</summary>
    public Release? NewestRelease { get; set; }

    /// <summary>The newest error of any device or of the link.</summary>
    public string? LastError { get; set; }
}
