namespace Bridge.Host.Configuration;

/// <summary>How Home Assistant is told of a device.</summary>
internal enum DiscoveryMode
{
    /// <summary>In one document.</summary>
    Device,

    /// <summary>In one message an entity.</summary>
    Component,
}
