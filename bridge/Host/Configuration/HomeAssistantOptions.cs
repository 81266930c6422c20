using Bridge.Discovery;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>home_assistant</c>.</summary>
internal sealed record HomeAssistantOptions
{
    /// <summary>Whether discovery messages are published.</summary>
    public bool Discovery { get; init; } = true;

    /// <summary>First levels of discovery topics.</summary>
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Whether a device is told in one document or in one message an entity.</summary>
    public DiscoveryMode DiscoveryMode { get; init; }

    /// <summary>Whether the keys of discovery messages have their short forms.</summary>
    public bool Abbreviations { get; init; }

    /// <summary>Where Home Assistant says that it is there; independent of <see cref="DiscoveryPrefix"/>, as it is there.</summary>
    public string BirthTopic { get; init; } = "homeassistant/status";

    /// <summary>What it says there.</summary>
    public string BirthPayload { get; init; } = "online";

    /// <summary>The file that tells of the newest release of the bridge; null for none.</summary>
    public string? ReleaseFile { get; init; }

    /// <summary>Language of the names of entities.</summary>
    public Language Language { get; init; }
}
