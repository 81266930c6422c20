using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>A connect that failed.</summary>
/// <param name="failure">What kind of failure.</param>
/// <param name="reason">The broker's reason when it refused, in MQTT 5 codes (3.1.1 codes are translated); else null.</param>
/// <param name="message">What happened, where, and what to do. Holds no secret.</param>
/// <param name="inner">What lay below, if anything.</param>
public sealed class MqttConnectException(
    MqttConnectFailure failure, MqttReasonCode? reason, string message, Exception? inner = null)
    : MqttException(message, inner)
{
    /// <summary>What kind of failure.</summary>
    public MqttConnectFailure Failure { get; } = failure;

    /// <summary>The broker's reason when it refused, in MQTT 5 codes (3.1.1 codes are translated); else null.</summary>
    public MqttReasonCode? Reason { get; } = reason;
}

/// <summary>Why a connect failed.</summary>
public enum MqttConnectFailure
{
    /// <summary>The host name could not be resolved.</summary>
    UnknownHost,

    /// <summary>No connection: refused, unreachable, or no route.</summary>
    Unreachable,

    /// <summary>No answer within the connect time-out.</summary>
    Timeout,

    /// <summary>The broker answered with a reason of refusal.</summary>
    Refused,

    /// <summary>The peer closed, or sent something that is not MQTT.</summary>
    Protocol,

    /// <summary>A file of <see cref="MqttTlsOptions"/> cannot be used.</summary>
    TlsFile,

    /// <summary>The peer does not speak TLS, or no version or cipher that we do.</summary>
    Tls,

    /// <summary>The broker's certificate comes from an authority that is not trusted, or from none.</summary>
    CertificateUntrusted,

    /// <summary>The broker's certificate is not valid today.</summary>
    CertificateExpired,

    /// <summary>The broker's certificate is for another name.</summary>
    CertificateName,

    /// <summary>The broker wants a certificate of ours, or does not accept the one that we have.</summary>
    ClientCertificate,

    /// <summary>The peer did not open the WebSocket.</summary>
    WebSocket,
}
