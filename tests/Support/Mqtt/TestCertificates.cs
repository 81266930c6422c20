using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.TestSupport.Mqtt;

/// <summary>PEM files of a certificate authority, of brokers good and bad, and of a client, in a folder of their own.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "::1"];

    private readonly string _folder = Directory.CreateTempSubdirectory("certificates").FullName;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _authority;

    /// <summary>Makes the authority; the rest is made when it is asked for.</summary>
    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("Test CA", key, isAuthority: true);
        _authority = request.CreateSelfSigned(_now.AddYears(-2), _now.AddYears(2));
        File.WriteAllText(Ca, _authority.ExportCertificatePem());
    }

    /// <summary>The authority's certificate.</summary>
    public string Ca => PathOf("ca.pem");

    /// <summary>A file of that name in the folder, there or not.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>A broker's certificate for localhost and its addresses.</summary>
    public PemPair Server() => Issue("server", LocalNames);

    /// <summary>A certificate signed by the authority.</summary>
    /// <param name="name">Its common name, and the name of the files.</param>
    /// <param name="hosts">Names and addresses that it is for.</param>
    /// <param name="lastsUntil">Days from now until it ends; negative for one that is over.</param>
    public PemPair Issue(string name, IEnumerable<string> hosts, int lastsUntil = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key, isAuthority: false, hosts);
        using var certificate = request.Create(
            _authority, _now.AddYears(-1), _now.AddDays(lastsUntil), RandomNumberGenerator.GetBytes(8));
        return Write(name, certificate, key);
    }

    /// <summary>A certificate for localhost that nobody but itself has signed.</summary>
    public PemPair SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request("lonely", key, isAuthority: false, LocalNames);
        using var certificate = request.CreateSelfSigned(_now.AddDays(-1), _now.AddDays(30));
        return Write("lonely", certificate, key);
    }

    /// <summary>Writes a key anew, encrypted with a pass phrase.</summary>
    public string Encrypted(PemPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(pair.KeyFile));
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var file = PathOf("encrypted.key");
        File.WriteAllText(file, key.ExportEncryptedPkcs8PrivateKeyPem("pass phrase", parameters));
        return file;
    }

    /// <summary>Lines of a mosquitto's configuration that put TLS on its listener.</summary>
    /// <param name="server">What the broker shows.</param>
    /// <param name="wantsClient">True lets only clients with a certificate of the authority in.</param>
    public IReadOnlyList<string> Listener(PemPair server, bool wantsClient = false)
    {
        ArgumentNullException.ThrowIfNull(server);
        string[] lines = [$"cafile {Ca}", $"certfile {server.CertFile}", $"keyfile {server.KeyFile}"];
        return wantsClient ? [.. lines, "require_certificate true"] : lines;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static CertificateRequest Request(
        string name, ECDsa key, bool isAuthority, IEnumerable<string>? hosts = null)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts ?? [])
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        if (hosts?.Any() == true)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        return request;
    }

    private PemPair Write(string name, X509Certificate2 certificate, ECDsa key)
    {
        var pair = new PemPair(PathOf($"{name}.pem"), PathOf($"{name}.key"));
        File.WriteAllText(pair.CertFile, certificate.ExportCertificatePem());
        File.WriteAllText(pair.KeyFile, key.ExportPkcs8PrivateKeyPem());
        return pair;
    }
}

/// <summary>Files of a certificate and of its key.</summary>
public sealed record PemPair(string CertFile, string KeyFile);
