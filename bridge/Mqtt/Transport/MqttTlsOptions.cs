namespace Bridge.Mqtt.Transport;

/// <summary>
/// How TLS 1.2 or 1.3 is spoken. The files are read at each connect, so that a renewed certificate needs no restart.
/// </summary>
public sealed record MqttTlsOptions
{
    /// <summary>PEM file of the certificate authorities that are trusted; null for those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of our own certificate, with what lies between it and its authority; null for none.</summary>
    public string? CertFile { get; init; }

    /// <summary>PEM file of its private key, not encrypted; null exactly when <see cref="CertFile"/> is.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Name that is asked for and that the broker's certificate must have; null for the host's.</summary>
    public string? ServerName { get; init; }

    /// <summary>True takes any certificate: the broker may be anybody.</summary>
    public bool Insecure { get; init; }

    /// <summary>Why <see cref="CaFile"/> cannot be used; null when it can.</summary>
    public string? CaFileFault() => FaultOf(() => _ = CaFile is null ? null : TlsFiles.ReadAuthorities(CaFile));

    /// <summary>Why <see cref="CertFile"/> and <see cref="KeyFile"/> cannot be used; null when they can.</summary>
    public string? CertificateFault() => FaultOf(() => TlsFiles.ReadOwnCertificate(this));

    private static string? FaultOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (TransportException unusable)
        {
            return unusable.Message;
        }
    }
}
