using System.Collections.Immutable;
using System.Reflection;
using Bridge.Devices.Buses;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Logging;
using Bridge.Host.Runtime;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Composition;

/// <summary>What a run needs from outside of its configuration: wires, clock, log, chance.</summary>
/// <param name="Loggers">The log.</param>
/// <param name="Level">Its level, which a command may change.</param>
internal sealed record Equipment(ILoggerFactory Loggers, LogLevelControl Level)
{
    /// <summary>Stands for the identity where none is known.</summary>
    private const string NoInstance = "00000000";

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

    /// <summary>A bridge that never connects: what it would say.</summary>
    /// <param name="logger">Whose words in the log.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="instance">The identity to be told; null where none is known.</param>
    /// <param name="devices">All devices.</param>
    /// <param name="store">What is remembered.</param>
    /// <param name="outbox">What waits to be told.</param>
    public LinkContext Silent(
        string logger,
        BridgeOptions options,
        string? instance,
        ImmutableArray<Device> devices,
        IStateStore store,
        Outbox outbox) => new()
        {
            Options = options,
            Facts = new(Version, Time) { Instance = instance ?? NoInstance },
            Devices = devices,
            Store = store,
            Outbox = outbox,
            Level = Level,
            Restart = static () => null,
            Logger = Loggers.CreateLogger(logger),
            Time = Time,
            Random = Random,
        };
}
