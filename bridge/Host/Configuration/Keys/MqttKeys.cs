using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Section <c>mqtt</c>.</summary>
internal static class MqttKeys
{
    public static readonly Setting<string> Host = SettingOf.Text(
        "host",
        "Name or address of the broker; in the add-on, Home Assistant's when neither this nor `brokers` is given.",
        "localhost",
        "a host name or an address, without a scheme and without a port (that is mqtt.port)", TextForm.IsHost);

    public static readonly Setting<int> Port = SettingOf.Integer(
        "port", "TCP port of the broker; with `tls.enabled` 8883 by default.", 1883, 1, 65535);

    public static readonly Setting<ImmutableArray<string>> Brokers = SettingOf.List(
        "brokers",
        "Brokers instead of `host` and `port`, in the order in which they are tried.",
        "URLs that begin with mqtt://, mqtts://, ws://, wss:// or unix://, as a list or with commas between them") with
    {
        Example = "mqtts://one.lan,ws://two.lan/mqtt",
    };

    public static readonly Setting<string> Username = SettingOf.Text("username", "User name at the broker.");

    public static readonly Setting<string> Password = SettingOf.Secret("password", "Password at the broker.");

    public static readonly Setting<string> ClientId = SettingOf.Text(
        "client_id", "Client identifier; by default `bridge-` and the instance.", string.Empty,
        "a text of at most 128 characters", static text => TextForm.IsLine(text) && text.Length <= 128);

    public static readonly Setting<string> TopicPrefix = SettingOf.Text(
        "topic_prefix", "First levels of all topics of the bridge.", "bridge", TextForm.Topic, TextForm.IsTopic);

    public static readonly Setting<MqttProtocol> Protocol = SettingOf.Choice(
        "protocol", "Version of MQTT; `auto` tries 5, then 3.1.1.", "auto",
        ("auto", MqttProtocol.Auto), ("5", MqttProtocol.V5), ("3.1.1", MqttProtocol.V311));

    public static readonly Setting<TimeSpan> KeepAlive = SettingOf.Duration(
        "keep_alive", "Longest silence on the connection.",
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromHours(18));

    public static readonly Setting<TimeSpan> StateExpiry = SettingOf.Duration(
        "state_expiry",
        "With MQTT 5, the broker forgets a state that was not renewed for so long; docs/mqtt.md has what that costs.",
        TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromDays(365)) with
    {
        DefaultText = null,
        Example = "1h",
    };

    public static readonly Setting<TimeSpan> ReconnectInterval = SettingOf.Duration(
        "reconnect_interval", "First pause between two attempts to connect; it doubles.",
        TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));

    public static readonly Setting<TimeSpan> ReconnectMaxInterval = SettingOf.Duration(
        "reconnect_max_interval", "Longest pause between two attempts to connect.",
        TimeSpan.FromSeconds(300), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24));

    public static readonly KeySet Section = new(
        "mqtt",
        "The broker.",
        [
            Host, Port, Brokers, Username, Password, ClientId, TopicPrefix, Protocol, KeepAlive, StateExpiry,
            ReconnectInterval, ReconnectMaxInterval,
        ])
    {
        Sections = [MqttTlsKeys.Section],
    };
}
