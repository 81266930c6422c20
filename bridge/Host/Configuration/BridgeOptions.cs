using System.Collections.Immutable;

namespace Bridge.Host.Configuration;

/// <summary>All of the configuration, validated; defaults are filled in.</summary>
internal sealed record BridgeOptions
{
    /// <summary>The broker.</summary>
    public MqttOptions Mqtt { get; init; } = new();

    /// <summary>What is logged, how and where.</summary>
    public LoggingOptions Logging { get; init; } = new();

    /// <summary>What Home Assistant is told.</summary>
    public HomeAssistantOptions HomeAssistant { get; init; } = new();

    /// <summary>Where state lives.</summary>
    public StateOptions State { get; init; } = new();

    /// <summary>Signs of life.</summary>
    public HealthOptions Health { get; init; } = new();

    /// <summary>The devices in the order of the configuration; ids are unique.</summary>
    public ImmutableArray<DeviceOptions> Devices { get; init; } = [];
}
