using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Section <c>mqtt.tls</c>.</summary>
internal static class MqttTlsKeys
{
    public static readonly Setting<bool> Enabled = SettingOf.Boolean(
        "enabled", "TLS to `mqtt.host`; in `mqtt.brokers` the scheme says it.", false);

    public static readonly Setting<string> CaFile = File(
        "ca_file", "Certificates of the authorities that are trusted; by default those of the system.", "ca.pem");

    public static readonly Setting<string> CertFile = File(
        "cert_file", "The bridge's own certificate, for brokers that ask for one.", "bridge.pem");

    public static readonly Setting<string> KeyFile = File(
        "key_file", "Private key of `cert_file`, not encrypted.", "bridge.key");

    public static readonly Setting<string> ServerName = SettingOf.Text(
        "server_name", "Name that the broker's certificate must have; by default the host's.", string.Empty,
        "a host name or an address", TextForm.IsHost);

    public static readonly Setting<bool> Insecure = SettingOf.Boolean(
        "insecure", "`true` takes any certificate, so that the broker may be anybody; a warning is logged.", false);

    public static readonly KeySet Section = new(
        "tls",
        "TLS 1.2 or 1.3. The files are PEM; they are read at each connect.",
        [Enabled, CaFile, CertFile, KeyFile, ServerName, Insecure]);

    private static Setting<string> File(string key, string help, string example) =>
        SettingOf.Text(key, help, string.Empty, "a path", TextForm.IsLine) with { Example = $"/etc/bridge/{example}" };
}
