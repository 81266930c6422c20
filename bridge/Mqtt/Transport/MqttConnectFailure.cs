namespace Bridge.Mqtt.Transport;

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
