namespace Bridge.Discovery;

/// <summary>The topics of the bridge's own device.</summary>
/// <param name="State">The JSON object with the bridge's own values.</param>
/// <param name="Restart">Takes <c>PRESS</c>: restart.</param>
/// <param name="Rediscover">Takes <c>PRESS</c>: announce everything again.</param>
/// <param name="LogLevel">Takes the name of a log level.</param>
public sealed record BridgeDevice(string State, string Restart, string Rediscover, string LogLevel)
{
    /// <summary>True when its state tells of releases, under the key <c>update</c>.</summary>
    public bool HasUpdate { get; init; }
}
