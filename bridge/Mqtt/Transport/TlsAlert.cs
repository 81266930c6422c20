using System.Security.Cryptography;

namespace Bridge.Mqtt.Transport;

/// <summary>
/// What a broker said when it ended TLS (RFC 8446 §6.2). In TLS 1.3 it judges our certificate after our side of the
/// handshake is done, so that its alert comes where the answer to CONNECT is due.
/// </summary>
internal static class TlsAlert
{
    // OpenSSL's error code of a received alert (SSL_AD_REASON_OFFSET in ssl.h); the reason is its lowest bits.
    private const int ReasonMask = 0xFFF;
    private const int ReasonOffset = 1000;
    private const byte HandshakeFailure = 40;

    /// <summary>The failure that an alert means; null when there was none.</summary>
    public static TransportException? Explain(Exception broken, MqttTlsOptions tls)
    {
        if (Find(broken) is not { } alert)
        {
            return null;
        }

        var hasCertificate = tls.CertFile is not null;
        return alert switch
        {
            42 or 43 or 44 or 45 or 46 or 48 or 49 or 116 => new(
                MqttConnectFailure.ClientCertificate,
                hasCertificate
                    ? $"does not accept our client certificate: TLS alert {Name(alert)}"
                    : "requires a client certificate, and none is set",
                broken),
            HandshakeFailure when !hasCertificate => new(
                MqttConnectFailure.ClientCertificate,
                "ended the TLS handshake; most likely it requires a client certificate, and none is set",
                broken),
            _ => new(MqttConnectFailure.Tls, $"ended the TLS handshake: TLS alert {Name(alert)}", broken),
        };
    }

    private static byte? Find(Exception? broken)
    {
        for (; broken is not null; broken = broken.InnerException)
        {
            if (broken is CryptographicException
                && ((broken.HResult & ReasonMask) - ReasonOffset) is > 0 and <= byte.MaxValue and var alert)
            {
                return (byte)alert;
            }
        }

        return null;
    }

    private static string Name(byte alert) => alert switch
    {
        HandshakeFailure => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        48 => "unknown_ca",
        49 => "access_denied",
        70 => "protocol_version",
        112 => "unrecognized_name",
        116 => "certificate_required",
        _ => $"{alert}",
    };
}
