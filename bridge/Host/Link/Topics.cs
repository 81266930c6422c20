namespace Bridge.Host.Link;

/// <summary>All topic names of the bridge; the only place where one is built.</summary>
/// <param name="prefix">First levels of our own topics.</param>
/// <param name="discoveryPrefix">First levels of Home Assistant's discovery topics.</param>
internal sealed class Topics(string prefix, string discoveryPrefix)
{
    /// <summary>The id that stands for the bridge itself; no device can have it.</summary>
    public const string Bridge = "bridge";

    /// <summary>Letters of a device id at most.</summary>
    private const int LongestDevice = 63;

    /// <summary>Heartbeat and will.</summary>
    public string Status { get; } = $"{prefix}/status";

    /// <summary>Errors that concern no single device.</summary>
    public string Error { get; } = $"{prefix}/error";

    /// <summary>States of the bridge's own entities.</summary>
    public string BridgeState { get; } = $"{prefix}/{Bridge}/state";

    /// <summary>Filter of commands to whole devices.</summary>
    public string AnyDeviceSet { get; } = $"{prefix}/+/set";

    /// <summary>Filter of commands to entities, the bridge's own among them.</summary>
    public string AnyEntitySet { get; } = $"{prefix}/+/+/set";

    /// <summary>Filter of commands to the second aspect of entities.</summary>
    public string AnyAspectSet { get; } = $"{prefix}/+/+/+/set";

    /// <summary>States of a device.</summary>
    public string State(string device) => $"{prefix}/{device}/state";

    /// <summary>True for the states of a device of ours, not of the bridge itself.</summary>
    public bool IsDeviceState(string topic) =>
        topic.StartsWith(prefix + "/", StringComparison.Ordinal) && topic != BridgeState;

    /// <summary><c>online</c> or <c>offline</c>.</summary>
    public string Availability(string device) => $"{prefix}/{device}/availability";

    /// <summary>Status and counters of a device.</summary>
    public string Diagnostics(string device) => $"{prefix}/{device}/diagnostics";

    /// <summary>Commands to an entity, given by its key, or to an aspect of one, given by its path.</summary>
    public string EntitySet(string device, string entity) => $"{prefix}/{device}/{entity}/set";

    /// <summary>The value of an entity that expires.</summary>
    public string EntityState(string device, string entity) => $"{prefix}/{device}/{entity}/state";

    /// <summary>What happens to an entity that is an event.</summary>
    public string EntityEvent(string device, string entity) => $"{prefix}/{device}/{entity}/event";

    /// <summary>On which nobody ever says anything.</summary>
    public string Silent(string device) => $"{prefix}/{device}/gone";

    /// <summary>Answers to commands.</summary>
    public string Result(string device) => $"{prefix}/{device}/result";

    /// <summary>Values that could not be told when they came.</summary>
    public string History(string device) => $"{prefix}/{device}/history";

    /// <summary>Errors of a device.</summary>
    public string DeviceError(string device) => $"{prefix}/{device}/error";

    /// <summary>A command of the bridge itself.</summary>
    public string BridgeCommand(string command) => EntitySet(Bridge, command);

    /// <summary>The retained device document.</summary>
    public string Configuration(string objectId) => $"{discoveryPrefix}/device/{objectId}/config";

    /// <summary>The retained message of one component of a device.</summary>
    public string Configuration(string platform, string objectId, string key) =>
        $"{discoveryPrefix}/{platform}/{objectId}/{key}/config";

    /// <summary>Filter of the messages of all components of a device.</summary>
    public string AnyComponent(string objectId) => $"{discoveryPrefix}/+/{objectId}/+/config";

    /// <summary>Filter of the states of all devices, and of the bridge.</summary>
    public string AnyState { get; } = $"{prefix}/+/state";

    /// <summary>Filter of the availability of all devices.</summary>
    public string AnyAvailability { get; } = $"{prefix}/+/availability";

    /// <summary>The device of which a topic tells the availability; null for any other topic.</summary>
    public string? ParseAvailability(string topic) =>
        topic.StartsWith(prefix + "/", StringComparison.Ordinal)
        && topic[(prefix.Length + 1)..].Split('/') is [{ Length: > 0 and <= LongestDevice } device, "availability"]
            ? device
            : null;

    /// <summary>Takes a topic of discovery apart; null when it is none below the present prefix.</summary>
    public ConfigurationAddress? ParseConfiguration(string topic)
    {
        if (!topic.StartsWith(discoveryPrefix + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var levels = topic[(discoveryPrefix.Length + 1)..].Split('/');
        return levels switch
        {
            ["device", var objectId, "config"] => new(objectId, null, null),
            [var platform, var objectId, var key, "config"] => new(objectId, platform, key),
            _ => null,
        };
    }

    /// <summary>Filter of all device documents, of other programs too.</summary>
    public string AnyConfiguration { get; } = $"{discoveryPrefix}/device/+/config";

    /// <summary>Takes a command topic apart; null when it is none of ours.</summary>
    public CommandAddress? ParseCommand(string topic)
    {
        if (!topic.StartsWith(prefix + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var levels = topic[(prefix.Length + 1)..].Split('/');
        return levels switch
        {
            [var device, "set"] => new(device, null),
            [var device, var entity, "set"] => new(device, entity),
            [var device, var entity, var aspect, "set"] => new(device, $"{entity}/{aspect}"),
            _ => null,
        };
    }
}

/// <summary>What a topic of discovery is for.</summary>
/// <param name="ObjectId">Instance and device.</param>
/// <param name="Platform">Platform of the component; null for a device document.</param>
/// <param name="Key">Key of the component; null for a device document.</param>
internal readonly record struct ConfigurationAddress(string ObjectId, string? Platform, string? Key)
{
    /// <summary>True for the document of a whole device.</summary>
    public bool IsDocument => Platform is null;
}

/// <summary>Whom a command is for.</summary>
/// <param name="Device">Device id, or <c>bridge</c>.</param>
/// <param name="Entity">Entity key, with <c>/aspect</c> for a second command; null for several at once.</param>
internal readonly record struct CommandAddress(string Device, string? Entity);
