using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Mqtt.Transport;

/// <summary>Judges the certificate that a broker shows, and remembers what is wrong with it.</summary>
internal sealed class BrokerCertificate(string name, MqttTlsOptions tls)
{
    private const int LongestText = 200;

    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public TransportException? Failure { get; private set; }

    /// <summary>Whom to trust: the authorities of the CA file, else those of the system.</summary>
    /// <exception cref="TransportException">The CA file cannot be used.</exception>
    public X509ChainPolicy Policy()
    {
        // What a chain lacks is not fetched from addresses that stand in the certificates.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (tls.CaFile is { } file)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            foreach (var authority in TlsFiles.ReadAuthorities(file))
            {
                (IsSelfSigned(authority) ? policy.CustomTrustStore : policy.ExtraStore).Add(authority);
            }
        }

        return policy;
    }

    /// <summary>The callback of <see cref="SslStream"/>.</summary>
    public bool Accept(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!tls.Insecure && errors != SslPolicyErrors.None)
        {
            Failure = shown is X509Certificate2 certificate && chain is not null
                ? Judge(certificate, chain)
                : new(MqttConnectFailure.Tls, "shows no certificate");
        }

        return Failure is null;
    }

    private TransportException Judge(X509Certificate2 certificate, X509Chain chain)
    {
        var flags = chain.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, static (all, status) => all | status.Status);
        if ((flags & Untrusted) != X509ChainStatusFlags.NoError)
        {
            var whose = IsSelfSigned(certificate)
                ? $"certificate ({Text(certificate.Subject)}) is self-signed"
                : $"certificate comes from {Text(chain.ChainElements[^1].Certificate.Issuer)}";
            return new(MqttConnectFailure.CertificateUntrusted, $"cannot be trusted: its {whose}, which is not trusted");
        }

        var late = chain.ChainElements.FirstOrDefault(static element => element.ChainElementStatus
            .Any(static status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)));
        if (late is not null)
        {
            return new(MqttConnectFailure.CertificateExpired, $"cannot be trusted: {Dates(late.Certificate)}");
        }

        return flags == X509ChainStatusFlags.NoError
            ? new(
                MqttConnectFailure.CertificateName,
                $"cannot be trusted: its certificate is for {Names(certificate)}, not for {name}")
            : new(MqttConnectFailure.CertificateUntrusted, $"cannot be trusted: its certificate has the fault {flags}");
    }

    private static string Dates(X509Certificate2 certificate)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the certificate of {Text(certificate.Subject)} is valid from {from:yyyy-MM-dd HH:mm} to {to:yyyy-MM-dd HH:mm} UTC");
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static names => names.EnumerateDnsNames()
                .Concat(names.EnumerateIPAddresses().Select(static address => address.ToString())))
            .ToArray();
        return Text(names.Length == 0 ? certificate.Subject : string.Join(", ", names));
    }

    private static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    // What a peer claims goes to the log in one line.
    private static string Text(string claimed) => string.Concat(
        claimed.Take(LongestText).Select(static letter => char.IsControl(letter) ? '?' : letter));
}
