using System.Reflection;
using Bridge.Devices.Buses;
using Bridge.Host.Logging;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Composition;

/// <summary>What a run needs from outside of its configuration: wires, clock, log, chance.</summary>
/// <param name="Loggers">The log.</param>
/// <param name="Level">Its level, which a command may change.</param>
internal sealed record Equipment(ILoggerFactory Loggers, LogLevelControl Level)
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } =
        typeof(Equipment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Where buses and lines come from.</summary>
    public IWires Wires { get; init; } = new LinuxWires(TimeProvider.System);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes a line for each MQTT packet; null for no trace.</summary>
    public Action<string>? MqttTrace { get; init; }

    /// <summary>Jitter.</summary>
    public Random Random { get; init; } = Random.Shared;
}
