using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Reads all sections but <c>devices</c>.</summary>
internal static class SectionReader
{
    private const string ContainerDatabase = "/data/bridge.db";

    /// <summary>The sections; what does not fit has its default, and was told.</summary>
    public static BridgeOptions Read(Surroundings surroundings, ConfigurationRequest request)
    {
        var mqtt = Mqtt(surroundings);
        return new()
        {
            Mqtt = mqtt with { Supervisor = SupervisorReader.Read(surroundings, request.Environment) },
            Logging = Logging(surroundings.Section(LoggingKeys.Section)),
            HomeAssistant = HomeAssistant(surroundings.Section(HomeAssistantKeys.Section), mqtt.TopicPrefix),
            State = State(surroundings, request.InContainer),
            Health = Health(surroundings.Section(HealthKeys.Section)),
        };
    }

    private static MqttOptions Mqtt(Surroundings surroundings)
    {
        var scope = surroundings.Section(MqttKeys.Section);
        var (brokers, tls) = new BrokerReader(surroundings).Read();
        var options = new MqttOptions
        {
            Brokers = brokers,
            Tls = tls,
            Username = scope.Text(MqttKeys.Username),
            Password = scope.Text(MqttKeys.Password),
            ClientId = scope.Text(MqttKeys.ClientId),
            TopicPrefix = scope.Get(MqttKeys.TopicPrefix),
            Protocol = scope.Get(MqttKeys.Protocol),
            KeepAlive = scope.Get(MqttKeys.KeepAlive),
            StateExpiry = scope.Read(MqttKeys.StateExpiry) as TimeSpan?,
            ReconnectInterval = scope.Get(MqttKeys.ReconnectInterval),
            ReconnectMaxInterval = scope.Get(MqttKeys.ReconnectMaxInterval),
        };
        if (options.ReconnectMaxInterval < options.ReconnectInterval)
        {
            var key = MqttKeys.ReconnectMaxInterval.Key;
            scope.Fault(
                key,
                scope.Find(key) ?? scope.Find(MqttKeys.ReconnectInterval.Key),
                $"{DurationText.Write(options.ReconnectMaxInterval)} is shorter than mqtt.reconnect_interval "
                    + $"({DurationText.Write(options.ReconnectInterval)})");
        }

        return options;
    }

    private static LoggingOptions Logging(Scope scope) => new()
    {
        Level = scope.Get(LoggingKeys.Level),
        Format = scope.Get(LoggingKeys.Format),
        File = scope.FullPath(LoggingKeys.File),
        MaxFileSizeMb = scope.Get(LoggingKeys.MaxFileSizeMb),
        BackupCount = scope.Get(LoggingKeys.BackupCount),
    };

    private static HomeAssistantOptions HomeAssistant(Scope scope, string ownPrefix)
    {
        var options = new HomeAssistantOptions
        {
            Discovery = scope.Get(HomeAssistantKeys.Discovery),
            DiscoveryPrefix = scope.Get(HomeAssistantKeys.DiscoveryPrefix),
            DiscoveryMode = scope.Get(HomeAssistantKeys.DiscoveryMode),
            Abbreviations = scope.Get(HomeAssistantKeys.Abbreviations),
            BirthTopic = scope.Get(HomeAssistantKeys.BirthTopic),
            BirthPayload = scope.Get(HomeAssistantKeys.BirthPayload),
            Language = scope.Get(HomeAssistantKeys.Language),
            ReleaseFile = scope.FullPath(HomeAssistantKeys.ReleaseFile),
        };
        if (options.BirthTopic.StartsWith(ownPrefix + "/", StringComparison.Ordinal))
        {
            var key = HomeAssistantKeys.BirthTopic.Key;
            scope.Fault(key, scope.Find(key), $"{options.BirthTopic} lies below mqtt.topic_prefix ({ownPrefix}), where the bridge itself speaks");
        }

        return options;
    }

    private static StateOptions State(Surroundings surroundings, bool inContainer)
    {
        var scope = surroundings.Section(StateKeys.Section);
        var path = scope.Text(StateKeys.Path) ?? (inContainer ? ContainerDatabase : StateKeys.Path.Default);
        return new()
        {
            Path = path == StateKeys.Memory ? null : surroundings.FullPath(path),
            WriteInterval = scope.Get(StateKeys.WriteInterval),
            Migrate = scope.Get(StateKeys.Migrate),
            History = new(scope.Get(StateKeys.HistoryDeviceLimit), scope.Get(StateKeys.HistoryLimit)),
            HistoryExpiry = scope.Get(StateKeys.HistoryExpiry),
        };
    }

    private static HealthOptions Health(Scope scope)
    {
        var defaults = new HealthOptions();
        return new()
        {
            File = scope.FullPath(HealthKeys.File) ?? defaults.File,
            HeartbeatInterval = scope.Get(HealthKeys.HeartbeatInterval),
        };
    }
}
