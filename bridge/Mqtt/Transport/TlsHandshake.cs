using System.Net.Security;
using System.Security.Authentication;

namespace Bridge.Mqtt.Transport;

/// <summary>Puts TLS over a connection.</summary>
internal static class TlsHandshake
{
    /// <summary>Shakes hands as the client; <paramref name="connection"/> is closed when that fails.</summary>
    /// <exception cref="TransportException">No TLS, no trust, or a file that cannot be used.</exception>
    public static async Task<SslStream> RunAsync(
        Stream connection, string host, MqttTlsOptions tls, CancellationToken cancellationToken)
    {
        var name = tls.ServerName ?? host;
        var certificate = new BrokerCertificate(name, tls);
        var stream = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = name,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = certificate.Policy(),
                RemoteCertificateValidationCallback = certificate.Accept,
                ClientCertificateContext = TlsFiles.ReadOwnCertificate(tls),
            };
            await stream.AuthenticateAsClientAsync(options, cancellationToken);
            return stream;
        }
        catch (Exception failure)
        {
            await stream.DisposeAsync();
            if (failure is AuthenticationException or IOException)
            {
                throw certificate.Failure ?? TlsAlert.Explain(failure, tls) ?? new TransportException(
                    MqttConnectFailure.Tls, "does not speak TLS on this port", failure);
            }

            throw;
        }
    }
}
