using Bridge.Discovery;

namespace Bridge.Host.Configuration;

/// <summary>Section <c>home_assistant</c>.</summary>
internal sealed record HomeAssistantOptions
{
    /// <summary>Whether discovery messages are published.</summary>
    public bool Discovery { get; init; } = true;

    /// <summary>First levels of discovery topics.</summary>
    public string DiscoveryPrefix { get; init; } = "homeassistant";

    /// <summary>Where Home Assistant says that it is there; independent of <see cref="DiscoveryPrefix"/>, as it is there.</summary>
    public string BirthTopic { get; init; } = "homeassistant/status";

    /// <summary>What it says there.</summary>
    public string BirthPayload { get; init; } = "online";

    /// <summary>Language of the names of entities.</summary>
    public Language Language { get; init; }
}
