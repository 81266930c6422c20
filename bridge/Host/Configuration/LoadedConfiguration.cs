using System.Collections.Immutable;

namespace Bridge.Host.Configuration;

/// <summary>The outcome of reading the configuration: options, or every fault at once.</summary>
/// <param name="Options">The options; null exactly when there are faults.</param>
/// <param name="Faults">Everything that is wrong.</param>
/// <param name="Warnings">What is odd but does not stop the start.</param>
/// <param name="File">The YAML file that was read; null for none.</param>
internal sealed record LoadedConfiguration(
    BridgeOptions? Options,
    ImmutableArray<ConfigurationFault> Faults,
    ImmutableArray<ConfigurationFault> Warnings,
    string? File)
{
    /// <summary>True when no source says anything, and there is no file: nobody has configured the bridge yet.</summary>
    public bool IsNothingGiven { get; init; }

    /// <summary>Where the state is; null when it cannot be known, as more than devices is wrong.</summary>
    public StateOptions? State { get; init; }
}

/// <summary>One thing that is wrong in the configuration.</summary>
/// <param name="Origin">Where: <c>bridge.yaml:12</c>, <c>BRIDGE_MQTT__PORT</c>, <c>--set mqtt.port</c>.</param>
/// <param name="Path">Which key: <c>devices.office.interval</c>; empty when it concerns a whole source.</param>
/// <param name="Message">What is wrong, what is expected, and a suggestion. Never the value of a secret.</param>
internal sealed record ConfigurationFault(string Origin, string Path, string Message);
