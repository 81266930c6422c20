using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;

namespace Bridge.Host.Link;

/// <summary>What happened at a connect, and which setting to look at.</summary>
internal static class ConnectAdvice
{
    /// <summary>One line for the log.</summary>
    public static string For(MqttException failure) =>
        failure is MqttConnectException connect && Setting(connect) is { } setting
            ? $"{failure.Message}; {setting}"
            : failure.Message;

    private static string? Setting(MqttConnectException connect) => connect.Reason switch
    {
        MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.NotAuthorized =>
            "check mqtt.username and mqtt.password",
        MqttReasonCode.ClientIdentifierNotValid => "set mqtt.client_id",
        MqttReasonCode.UnsupportedProtocolVersion => "check mqtt.protocol",
        _ => Setting(connect.Failure),
    };

    private static string? Setting(MqttConnectFailure failure) => failure switch
    {
        MqttConnectFailure.UnknownHost => "check mqtt.host",
        MqttConnectFailure.Protocol => "check the port, and whether the broker expects TLS there (mqtt.tls.enabled)",
        MqttConnectFailure.Tls => "check the port, and mqtt.tls.enabled",
        MqttConnectFailure.TlsFile => "check mqtt.tls.ca_file, mqtt.tls.cert_file and mqtt.tls.key_file",
        MqttConnectFailure.CertificateUntrusted => "set mqtt.tls.ca_file to the certificate of the broker's authority",
        MqttConnectFailure.CertificateExpired => "renew it at the broker, or set this machine's clock",
        MqttConnectFailure.CertificateName =>
            "connect by a name that the certificate has, or set mqtt.tls.server_name to one",
        MqttConnectFailure.ClientCertificate => "check mqtt.tls.cert_file and mqtt.tls.key_file",
        MqttConnectFailure.WebSocket => "check host, port and path in mqtt.brokers",
        _ => null,
    };
}
