using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Decides who says where the broker is: in the add-on the Supervisor, unless the user does.</summary>
internal static class SupervisorReader
{
    private const string Token = "SUPERVISOR_TOKEN";

    // The name under which add-ons' scripts take another address.
    private const string Address = "SUPERVISOR_API";
    private static readonly Uri Usual = new("http://supervisor/");

    /// <summary>How to ask the Supervisor; null when it is not to be asked.</summary>
    public static SupervisorAccess? Read(Surroundings surroundings, IReadOnlyDictionary<string, string> environment)
    {
        var mqtt = surroundings.Section(MqttKeys.Section);
        if (environment.GetValueOrDefault(Token) is not { Length: > 0 } token
            || (mqtt.Find(MqttKeys.Host.Key) ?? mqtt.Find(MqttKeys.Brokers.Key)) is not null)
        {
            return null;
        }

        TellUnused(mqtt, MqttKeys.Port);
        TellUnused(surroundings.Section(MqttKeys.Section, MqttTlsKeys.Section), MqttTlsKeys.Enabled);
        return new(
            environment.GetValueOrDefault(Address) is { Length: > 0 } given
                && Uri.TryCreate($"{given.TrimEnd('/')}/", UriKind.Absolute, out var other) ? other : Usual,
            token);
    }

    private static void TellUnused(Scope scope, Setting setting)
    {
        if (scope.Find(setting.Key) is { } unused)
        {
            scope.Warn(setting.Key, unused, "has no effect: without mqtt.host the Supervisor says where the broker is");
        }
    }
}
