using System.Collections.Immutable;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Host.Runtime;
using Bridge.Host.Supervisor;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>What the parts of the link share: what is given, and what follows from it.</summary>
internal sealed class LinkContext
{
    /// <summary>The configuration.</summary>
    public required BridgeOptions Options { get; init; }

    /// <summary>Names of topics.</summary>
    public Topics Topics => field ??= new(Options.Mqtt.TopicPrefix, Options.HomeAssistant.DiscoveryPrefix);

    /// <summary>What this run says of itself.</summary>
    public required BridgeFacts Facts { get; init; }

    /// <summary>All devices.</summary>
    public required ImmutableArray<Device> Devices { get; init; }

    /// <summary>Ledger and identity.</summary>
    public required IStateStore Store { get; init; }

    /// <summary>What waits to be told.</summary>
    public required Outbox Outbox { get; init; }

    /// <summary>Makes messages.</summary>
    public MessageComposer Composer => field ??= new(Options, Topics, Facts, Devices, Store, Level, Happenings, Time);

    /// <summary>Makes the whole of messages.</summary>
    public Announcement Announcement =>
        field ??= new(Options.HomeAssistant, Composer, Dismissals, Spared, Devices, Logger);

    /// <summary>What could not be told when it came.</summary>
    public HistoryKeeper Keeper => field ??= new(Store.History, Logger, Time);

    /// <summary>Says where the broker is, where the configuration does not; else null.</summary>
    public MqttService? MqttService
    {
        get => field ??= Options.Mqtt.Supervisor is { } access
            ? new(new SupervisorClient(access, Time).AskAsync, Logger, Time)
            : null;
        init;
    }

    /// <summary>How fast discovery messages follow each other.</summary>
    public DiscoveryPace DiscoveryPace => field ??= new(Time);

    /// <summary>When births of Home Assistant are answered.</summary>
    public Births Births => field ??= new(Random, Time);

    /// <summary>What happened and has not been told yet.</summary>
    public Happenings Happenings => field ??= new(Outbox, Time);

    /// <summary>What Home Assistant was told of devices.</summary>
    public ToldDocuments Told => field ??= new(Time);

    /// <summary>What the user deleted in Home Assistant.</summary>
    public Dismissals Dismissals => field ??= new(Store);

    /// <summary>What the broker keeps of ours and the ledger does not know.</summary>
    public Forgotten Forgotten => field ??= new(this);

    /// <summary>What Home Assistant is to keep although no message tells of it.</summary>
    public Spared Spared => field ??= new(Store, Topics);

    /// <summary>The log level that a command may change.</summary>
    public required LogLevelControl Level { get; init; }

    /// <summary>Starts the bridge anew inside the process; answers why not, or null when it does.</summary>
    public required Func<string?> Restart { get; init; }

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Jitter; seeded in tests.</summary>
    public required Random Random { get; init; }
}
