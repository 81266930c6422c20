namespace Bridge.Mqtt.Transport;

/// <summary>A connection that could not be opened; the message goes on from "the broker".</summary>
internal sealed class TransportException(TransportFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public TransportFailure Failure { get; } = failure;
}

/// <summary>Why a connection could not be opened.</summary>
internal enum TransportFailure
{
    /// <summary>The host name could not be resolved.</summary>
    UnknownHost,

    /// <summary>No connection: refused, unreachable, or no route.</summary>
    Unreachable,

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
