using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Host.Pipeline;
using Bridge.Host.Releases;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>Makes every message the bridge publishes, from what is true at this moment.</summary>
internal sealed class MessageComposer(
    BridgeOptions options,
    Topics topics,
    BridgeFacts facts,
    ImmutableArray<Device> devices,
    IStateStore store,
    LogLevelControl level,
    Happenings happenings,
    TimeProvider time)
{
    private static readonly byte[] Online = [.. "online"u8];
    private static readonly byte[] Offline = [.. Heartbeat.Offline];

    private readonly MqttMessageProperties _heartbeatProperties = Expiring(options.Health.HeartbeatInterval * 3);
    private readonly MqttMessageProperties _historyProperties = Expiring(options.State.HistoryExpiry);
    private readonly MqttMessageProperties? _stateProperties =
        options.Mqtt.StateExpiry is { } age ? Expiring(age) : null;

    private readonly MqttMessageProperties _eventProperties = new()
    {
        MessageExpiry = (uint)Happenings.News.TotalSeconds,
    };

    /// <summary>The will, and the last word of a graceful stop.</summary>
    public MqttMessage Will => new(topics.Status, Offline, MqttQos.AtLeastOnce, Retain: true);

    /// <summary>The heartbeat.</summary>
    public Outgoing HeartbeatNow() => Retained(
        topics.Status,
        Heartbeat.Write(facts, devices, time.GetUtcNow()),
        LedgerKind.Status,
        Topics.Bridge,
        _heartbeatProperties);

    /// <summary>The document of a device; null when Home Assistant would refuse it whole, as the findings say.</summary>
    /// <param name="device">The device; null for the bridge itself.</param>
    /// <param name="form">How it is told.</param>
    /// <param name="message">The same with what is wrong with it.</param>
    public Outgoing? Document(Device? device, DiscoveryForm form, out DiscoveryMessage message)
    {
        message = device is null
            ? BridgeDocument.Write(Context(), OwnTopics(), form)
            : DeviceDocument.Write(Context(), Described(device), form);
        return message.Payload is { } payload
            ? Configuration(topics.Configuration(message.ObjectId), payload, message.Announces, device)
            : null;
    }

    /// <summary>The same in one message a component.</summary>
    public ImmutableArray<Outgoing> Components(Device? device, DiscoveryForm form, out ComponentMessages messages)
    {
        messages = device is null
            ? BridgeDocument.WriteComponents(Context(), OwnTopics(), form)
            : DeviceDocument.WriteComponents(Context(), Described(device), form);
        var objectId = messages.ObjectId;
        return
        [
            .. messages.Messages.Select(each => Configuration(
                topics.Configuration(each.Platform, objectId, each.Key), each.Payload, each.Announces, device)),
        ];
    }

    /// <summary>The first part of a device's identity in Home Assistant; of the bridge's own for null.</summary>
    public string ObjectId(Device? device) => Context().ObjectId(device?.Options.IdentityId ?? Topics.Bridge);

    private DiscoveredDevice Described(Device device)
    {
        return new()
        {
            IdentityId = device.Options.IdentityId,
            Name = device.Options.Name,
            Area = device.Options.Area,
            Info = device.Info,
            Entities = device.Entities,
            Overrides = device.Shown,
            Topics = new(
                topics.State(device.Id),
                topics.Availability(device.Id),
                topics.Diagnostics(device.Id),
                key => topics.EntitySet(device.Id, key),
                key => topics.EntityEvent(device.Id, key),
                key => topics.EntityState(device.Id, key)),
        };
    }

    private BridgeDevice OwnTopics() => new(
        topics.BridgeState,
        topics.BridgeCommand("restart"),
        topics.BridgeCommand("rediscover"),
        topics.BridgeCommand("log_level"))
    {
        HasUpdate = options.HomeAssistant.ReleaseFile is not null,
    };

    /// <summary>The rows of the ledger of all messages but documents.</summary>
    public IEnumerable<LedgerEntry> Entries() =>
    [
        .. devices.SelectMany(device => (LedgerEntry[])
        [
            new(topics.Availability(device.Id), device.Id, LedgerKind.Availability),
            new(topics.State(device.Id), device.Id, LedgerKind.State),
            new(topics.Diagnostics(device.Id), device.Id, LedgerKind.Diagnostics),
        ]),
        new(topics.BridgeState, Topics.Bridge, LedgerKind.State),
        new(topics.Status, Topics.Bridge, LedgerKind.Status),
    ];

    /// <summary>Availability of a device as it is.</summary>
    public Outgoing Availability(Device device) => Availability(device, device.Report.Online);

    /// <summary>Availability of a device as given.</summary>
    public Outgoing Availability(Device device, bool online) => Retained(
        topics.Availability(device.Id), online ? Online : Offline, LedgerKind.Availability, device.Id);

    /// <summary>
    /// What a device tells of its values: those that expire, each on its own, then the state document, which says that all is
    /// told. A retained message would show an old value as a fresh one, and one that the broker holds back is worth nothing
    /// once the value has expired.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="all">All values that have not expired, not only new ones.</param>
    public IEnumerable<Outgoing> States(Device device, bool all) =>
    [
        .. device.Keeping.TakeExpiring(all).Select(each => new Outgoing(
            new(
                topics.EntityState(device.Id, each.Key),
                JsonText.Object(json =>
                {
                    json.WritePropertyName(each.Key);
                    json.WriteValue(each.Value);
                }),
                MqttQos.AtLeastOnce,
                Retain: false)
            {
                Properties = Expiring(each.ExpireAfter),
            },
            LedgerKind.State,
            device.Id)),
        Retained(topics.State(device.Id), device.WriteState(), LedgerKind.State, device.Id, _stateProperties),
    ];

    /// <summary>Status and counters of a device.</summary>
    public Outgoing Diagnostics(Device device)
    {
        var report = device.Report;
        var payload = JsonText.Object(json =>
        {
            Heartbeat.WriteEntry(json, report);
            json.WriteNumber("readings", report.Readings);
            json.WriteNumber("failures", report.Failures);
            json.WriteNumber("rejected", report.Rejected);
            if (device.Entities.Any(static entity => entity.Kind == EntityKind.Event))
            {
                json.WriteNumber("events_dropped", happenings.DroppedOf(device));
            }
        });
        return Retained(topics.Diagnostics(device.Id), payload, LedgerKind.Diagnostics, device.Id);
    }

    /// <summary>States of the bridge's own entities.</summary>
    public Outgoing BridgeState()
    {
        var reports = devices.Select(static device => device.Report).ToArray();
        var storage = store.Health;
        var payload = JsonText.Object(json =>
        {
            json.WriteString("instance", facts.Instance);
            json.WriteString("version", facts.Version);
            json.WriteMoment("started_at", facts.StartedAt);
            json.WriteNumber("devices_online", reports.Count(static report => report.Online));
            json.WriteNumber("devices_failing", reports.Count(static report =>
                !report.Online && report.Status is not (DeviceStatus.Disabled or DeviceStatus.Starting)));
            json.WriteText("last_error", facts.LastError is { Length: > 255 } text ? text[..255] : facts.LastError);
            json.WriteNumber("mqtt_reconnects", facts.Reconnects);
            json.WriteNumber("bytes_written_per_day", storage.BytesWrittenPerDay);
            json.WriteNumber("write_budget_used", storage.WriteBudgetUsed);
            json.WriteNumber("memory", decimal.Round(Environment.WorkingSet / 1_000_000m, 1));
            json.WriteString("log_level", LevelText(level.Level));
            if (options.HomeAssistant.ReleaseFile is not null)
            {
                json.WritePropertyName("update");
                Release.WriteUpdate(json, facts.Version, facts.NewestRelease);
            }
        });
        return Retained(topics.BridgeState, payload, LedgerKind.State, Topics.Bridge);
    }

    /// <summary>Something that happened just now.</summary>
    public MqttMessage Event(Device device, DeviceEvent happened) => new(
        topics.EntityEvent(device.Id, happened.Key),
        JsonText.Object(json =>
        {
            json.WriteString("event_type", happened.Type);
            foreach (var (name, value) in happened.Attributes)
            {
                json.WritePropertyName(name);
                json.WriteValue(value);
            }
        }),
        MqttQos.AtLeastOnce,
        Retain: false)
    {
        Properties = _eventProperties,
    };

    /// <summary>An error of a device, or of the bridge when <paramref name="device"/> is null.</summary>
    public MqttMessage Error(
        string? device, string type, string message, Action<Utf8JsonWriter>? details = null) => new(
        device is null ? topics.Error : topics.DeviceError(device),
        JsonText.Object(json =>
        {
            json.WriteString("error_type", type);
            json.WriteString("message", message);
            json.WriteText("device", device);
            json.WriteMoment("timestamp", time.GetUtcNow());
            json.WriteStartObject("details");
            details?.Invoke(json);
            json.WriteEndObject();
        }),
        MqttQos.AtLeastOnce,
        Retain: false);

    /// <summary>A value that could not be told when it came.</summary>
    public MqttMessage History(PastValue past) => new(
        topics.History(past.Device),
        JsonText.Object(json =>
        {
            json.WriteString("entity", past.Entity);
            json.WritePropertyName("value");
            json.WriteValue(past.Value);
            json.WriteMoment("timestamp", past.At);
        }),
        MqttQos.AtLeastOnce,
        Retain: false)
    {
        Properties = _historyProperties,
    };

    /// <summary>The answer to a command.</summary>
    public MqttMessage Result(string device, string? entity, string? error) => new(
        topics.Result(device),
        JsonText.Object(json =>
        {
            json.WriteText("entity", entity);
            json.WriteBoolean("ok", error is null);
            json.WriteText("error", error);
            json.WriteNull("id"); // no command of this version has one
        }),
        MqttQos.AtLeastOnce,
        Retain: false);

    /// <summary>The word of the configuration for a level.</summary>
    public static string LevelText(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };

    /// <summary>What goes out as text, for people.</summary>
    public static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static Outgoing Configuration(
        string topic, ReadOnlyMemory<byte> payload, AnnouncedDevice? announces, Device? device) =>
        Retained(topic, payload, LedgerKind.Configuration, device?.Id ?? Topics.Bridge) with { Announces = announces?.ToText() };

    private DiscoveryContext Context() => new(facts.Instance, facts.Version, topics.Status)
    {
        Language = options.HomeAssistant.Language,
        HasBridge = !new Dismissals(store).Holds(null), // else Home Assistant would make an empty one
    };

    private static MqttMessageProperties Expiring(TimeSpan age) => new() { MessageExpiry = (uint)Math.Ceiling(age.TotalSeconds) };

    private static Outgoing Retained(
        string topic, ReadOnlyMemory<byte> payload, LedgerKind kind, string device, MqttMessageProperties? with = null) =>
        new(new(topic, payload, MqttQos.AtLeastOnce, Retain: true) { Properties = with }, kind, device);
}
