using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Transport;

/// <summary>Certificates and keys from PEM files; what cannot be used is told in words.</summary>
internal static class TlsFiles
{
    /// <summary>All certificates of a file; at least one.</summary>
    /// <exception cref="TransportException">The file cannot be used.</exception>
    public static X509Certificate2Collection ReadAuthorities(string file) => ReadCertificates(file, "CA file");

    /// <summary>Our own certificate with its key and what lies between it and its authority; null for none.</summary>
    /// <exception cref="TransportException">A file cannot be used, or one of the two is not given.</exception>
    public static SslStreamCertificateContext? ReadOwnCertificate(MqttTlsOptions tls)
    {
        if (tls.CertFile is null && tls.KeyFile is null)
        {
            return null;
        }

        if (tls.CertFile is not { } certFile || tls.KeyFile is not { } keyFile)
        {
            throw Unusable("certificate file and key file belong together, and only one of them is given");
        }

        var certificates = ReadCertificates(certFile, "certificate file");
        var key = ReadText(keyFile, "key file");
        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw Unusable($"key file {keyFile} is encrypted; take the pass phrase off, as in openssl pkey -in OLD -out NEW");
        }

        try
        {
            var own = X509Certificate2.CreateFromPem(certificates[0].ExportCertificatePem(), key);
            certificates.RemoveAt(0);
            return SslStreamCertificateContext.Create(own, certificates, offline: true);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw Unusable($"key file {keyFile} holds no private key of the certificate in {certFile}", wrong);
        }
    }

    private static X509Certificate2Collection ReadCertificates(string file, string role)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(ReadText(file, role));
        }
        catch (CryptographicException wrong)
        {
            throw Unusable($"{role} {file} holds a damaged certificate", wrong);
        }

        return certificates.Count > 0
            ? certificates
            : throw Unusable($"{role} {file} holds no certificate; PEM is expected (-----BEGIN CERTIFICATE-----)");
    }

    private static string ReadText(string file, string role)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unusable($"{role} {file} does not exist", missing);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{role} {file} cannot be read: {trouble.Message.AsClause()}", trouble);
        }
    }

    private static TransportException Unusable(string message, Exception? inner = null) =>
        new(MqttConnectFailure.TlsFile, message, inner);
}
