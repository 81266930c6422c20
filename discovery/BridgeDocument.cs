using System.Collections.Immutable;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>The device document of the bridge itself.</summary>
public static class BridgeDocument
{
    private static readonly ImmutableArray<string> LogLevels = ["debug", "info", "warning", "error", "critical"];

    /// <summary>
    /// Describes the bridge to Home Assistant. Only <c>connection</c> has no availability: it is what tells that the
    /// bridge is gone.
    /// </summary>
    public static DiscoveryMessage Write(DiscoveryContext context, BridgeDevice bridge, DiscoveryForm? form = null) =>
        Describe(context, bridge).ToMessage([], form ?? DiscoveryForm.Usual);

    /// <summary>The same as one message a component.</summary>
    public static ComponentMessages WriteComponents(
        DiscoveryContext context, BridgeDevice bridge, DiscoveryForm? form = null) =>
        Describe(context, bridge).ToComponents([], form ?? DiscoveryForm.Usual);

    private static Document Describe(DiscoveryContext context, BridgeDevice bridge) =>
        new(context, Ids.Bridge)
        {
            Name = "Bridge",
            Info = new()
            {
                Manufacturer = "Bridge",
                Model = "Serial and I²C bridge",
                SoftwareVersion = context.Version,
            },
            StateTopic = bridge.State,
            Components =
            [
                new("binary_sensor", "connection")
                {
                    ValueTemplate = Templates.BridgeConnection,
                    Name = EntityNames.In(context.Language, "Connection"),
                    DeviceClass = "connectivity",
                    Category = "diagnostic",
                    StateTopic = context.StatusTopic,
                },
                .. Values(context),
                .. Commands(context, bridge),
                .. bridge.HasUpdate ? [Update(context)] : ImmutableArray<Component>.Empty,
            ],
        };

    private static ImmutableArray<Component> Values(DiscoveryContext context)
    {
        Component Value(string key, string name) => new("sensor", key)
        {
            ValueTemplate = Templates.Value(key),
            Name = EntityNames.In(context.Language, name),
            Category = "diagnostic",
            BridgeStatusTopic = context.StatusTopic,
        };

        return
        [
            Value("version", "Version"),
            Value("started_at", "Started at") with { DeviceClass = "timestamp" },
            Value("devices_online", "Devices online") with { StateClass = "measurement" },
            Value("devices_failing", "Devices failing") with { StateClass = "measurement" },
            Value("last_error", "Last error") with { EnabledByDefault = false },
            Value("mqtt_reconnects", "MQTT reconnects") with { StateClass = "total_increasing" },
            Value("bytes_written_per_day", "Bytes written per day") with
            {
                DeviceClass = "data_size",
                Unit = "B",
                StateClass = "measurement",
                EnabledByDefault = false,
            },
            Value("write_budget_used", "Write budget used") with
            {
                Unit = "%",
                StateClass = "measurement",
                DisplayPrecision = 1,
                EnabledByDefault = false,
            },
            Value("memory", "Memory") with
            {
                DeviceClass = "data_size",
                Unit = "MB",
                StateClass = "measurement",
                DisplayPrecision = 1,
                EnabledByDefault = false,
            },
        ];
    }

    private static Component Update(DiscoveryContext context) => new(Platforms.Update, "update")
    {
        ValueTemplate = Templates.Json("update"),
        Name = EntityNames.In(context.Language, "Update"),
        Category = "diagnostic",
        BridgeStatusTopic = context.StatusTopic,
    };

    private static ImmutableArray<Component> Commands(DiscoveryContext context, BridgeDevice bridge)
    {
        Component Command(string platform, string key, string name, string topic) => new(platform, key)
        {
            Name = EntityNames.In(context.Language, name),
            CommandTopic = topic,
            Category = "diagnostic",
            BridgeStatusTopic = context.StatusTopic,
        };

        return
        [
            Command("button", "restart", "Restart", bridge.Restart) with
            {
                DeviceClass = "restart",
                PayloadPress = "PRESS",
            },
            Command("button", "rediscover", "Rediscover", bridge.Rediscover) with { PayloadPress = "PRESS" },
            Command("select", "log_level", "Log level", bridge.LogLevel) with
            {
                ValueTemplate = Templates.Value("log_level"),
                Options = LogLevels,
            },
        ];
    }
}
