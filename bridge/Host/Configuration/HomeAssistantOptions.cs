using Bridge.Discovery;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>home_assistant</c>.</summary>
internal sealed record HomeAssistantOptions
{
    /// <summary>Whether discovery messages are published.</summary>
    public bool Discovery { get; init; } = true;

    /// <summary>First levels of discovery topics.</summary>
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Where Home Assistant says <c>online</c>.</summary>
    public string BirthTopic { get; init; } = "homeassistant/status";

    /// <summary>The file that tells of the newest release of the bridge; null for none.</summary>
    public string? ReleaseFile { get; init; }

    /// <summary>Language of the names of entities.</summary>
    public Language Language { get; init; }
}
