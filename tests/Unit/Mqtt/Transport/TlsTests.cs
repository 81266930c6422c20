using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>What goes wrong with TLS, at a real broker, and how it is told.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    private MqttTlsOptions Trusting => new() { CaFile = _certificates.Ca };

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task Both_versions_are_spoken(string version)
    {
        await using var broker = await StartAsync(_certificates.Server(), $"tls_version {version}");

        (await ConnectAsync(broker, Trusting)).Should().BeNull();
    }

    [Fact]
    public async Task A_name_that_the_certificate_has_not_is_told_with_those_that_it_has()
    {
        await using var broker = await StartAsync(_certificates.Issue("wrong", ["broker.example", "10.1.2.3"]));

        await FailsAsync(
            broker, Trusting, MqttConnectFailure.CertificateName,
            "cannot be trusted: its certificate is for broker.example, 10.1.2.3, not for localhost");
        (await ConnectAsync(broker, Trusting with { ServerName = "broker.example" })).Should().BeNull();
        (await ConnectAsync(broker, Trusting with { Insecure = true })).Should().BeNull();
    }

    [Fact]
    public async Task An_address_must_stand_in_the_certificate_too()
    {
        await using var named = await StartAsync(_certificates.Issue("named", ["localhost"]));
        await using var both = await StartAsync(_certificates.Server());

        (await ConnectAsync(named, Trusting, "127.0.0.1"))!.Failure.Should().Be(MqttConnectFailure.CertificateName);
        (await ConnectAsync(both, Trusting, "127.0.0.1")).Should().BeNull();
    }

    [Fact]
    public async Task An_expired_certificate_is_told_with_its_dates()
    {
        await using var broker = await StartAsync(_certificates.Issue("old", ["localhost"], lastsUntil: -3));
        var (from, to) = (TimeProvider.System.GetUtcNow().AddYears(-1), TimeProvider.System.GetUtcNow().AddDays(-3));

        var failure = await ConnectAsync(broker, Trusting);

        failure!.Failure.Should().Be(MqttConnectFailure.CertificateExpired);
        failure.Message.Should().Contain("the certificate of CN=old is valid from ")
            .And.Contain($"{from:yyyy-MM}").And.Contain($"{to:yyyy-MM}");
    }

    [Fact]
    public async Task A_certificate_of_nobody_is_told_as_self_signed()
    {
        var lonely = _certificates.SelfSigned();
        await using var broker = await StartAsync(lonely);

        await FailsAsync(
            broker, Trusting, MqttConnectFailure.CertificateUntrusted,
            "cannot be trusted: its certificate (CN=lonely) is self-signed, which is not trusted");
        (await ConnectAsync(broker, new() { CaFile = lonely.CertFile })).Should().BeNull("that very one is trusted");
    }

    [Fact]
    public async Task An_authority_that_the_system_does_not_know_is_told()
    {
        await using var broker = await StartAsync(_certificates.Server());

        await FailsAsync(
            broker, new(), MqttConnectFailure.CertificateUntrusted,
            "cannot be trusted: its certificate comes from CN=Test CA, which is not trusted");
    }

    [Fact]
    public async Task A_file_may_hold_several_authorities()
    {
        await using var broker = await StartAsync(_certificates.Server());
        var file = _certificates.PathOf("several.pem");
        await File.WriteAllTextAsync(
            file,
            await File.ReadAllTextAsync(_certificates.SelfSigned().CertFile) + "\n"
                + await File.ReadAllTextAsync(_certificates.Ca));

        (await ConnectAsync(broker, new() { CaFile = file })).Should().BeNull();
    }

    [Theory]
    [InlineData("tlsv1.2", "requires a client certificate")]
    [InlineData("tlsv1.3", "requires a client certificate, and none is set")]
    public async Task A_broker_that_requires_a_client_certificate_says_so(string version, string message)
    {
        await using var broker = await StartAsync(
            _certificates.Server(), "require_certificate true", $"tls_version {version}");

        var failure = await ConnectAsync(broker, Trusting);

        failure!.Failure.Should().Be(MqttConnectFailure.ClientCertificate);
        failure.Message.Should().Contain(message);
    }

    [Fact]
    public async Task A_client_certificate_that_the_broker_does_not_trust_is_told()
    {
        await using var broker = await StartAsync(_certificates.Server(), "require_certificate true");
        var lonely = _certificates.SelfSigned();

        var failure = await ConnectAsync(
            broker, Trusting with { CertFile = lonely.CertFile, KeyFile = lonely.KeyFile });

        failure!.Failure.Should().Be(MqttConnectFailure.ClientCertificate);
        failure.Message.Should().Contain("does not accept our client certificate: TLS alert unknown_ca");
    }

    [Fact]
    public async Task Tls_to_a_plain_port_is_told()
    {
        await using var broker = await Mosquitto.StartAsync();

        await FailsAsync(broker, Trusting, MqttConnectFailure.Tls, "does not speak TLS on this port");
    }

    [Fact]
    public async Task Plain_words_to_a_tls_port_are_told()
    {
        await using var broker = await StartAsync(_certificates.Server());

        var failure = await ConnectAsync(new MqttConnectOptions("localhost", broker.Port, "plain"));

        failure!.Failure.Should().Be(MqttConnectFailure.Protocol);
        failure.Message.Should().Be(
            $"broker mqtt://localhost:{broker.Port} closed the connection without an answer to CONNECT");
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_told_before_anything_is_sent()
    {
        var (server, other) = (_certificates.Server(), _certificates.Issue("other", []));
        var missing = _certificates.PathOf("missing.pem");
        await using var broker = await StartAsync(server);
        (MqttTlsOptions Tls, string Message)[] cases =
        [
            (new() { CaFile = missing }, $"CA file {missing} does not exist"),
            (new() { CaFile = server.KeyFile }, $"CA file {server.KeyFile} holds no certificate"),
            (Trusting with { CertFile = server.CertFile }, "belong together"),
            (Trusting with { CertFile = server.CertFile, KeyFile = missing }, $"key file {missing} does not exist"),
            (
                Trusting with { CertFile = server.CertFile, KeyFile = other.KeyFile },
                $"key file {other.KeyFile} holds no private key of the certificate in {server.CertFile}"),
            (
                Trusting with { CertFile = server.CertFile, KeyFile = _certificates.Encrypted(server) },
                $"key file {_certificates.PathOf("encrypted.key")} is encrypted"),
        ];

        foreach (var (tls, message) in cases)
        {
            await FailsAsync(broker, tls, MqttConnectFailure.TlsFile, message);
        }
    }

    private static Task<MqttConnectException?> ConnectAsync(
        Mosquitto broker, MqttTlsOptions tls, string host = "localhost") =>
        ConnectAsync(new(MqttEndpoint.Tcp(host, broker.Port, tls: true), "tls") { Tls = tls });

    private static async Task<MqttConnectException?> ConnectAsync(MqttConnectOptions options)
    {
        await using var client = new MqttClient(TimeProvider.System);
        try
        {
            await client.ConnectAsync(options, CancellationToken.None);
            await client.DisconnectAsync(publishWill: false, CancellationToken.None);
            return null;
        }
        catch (MqttConnectException failure)
        {
            return failure;
        }
    }

    private static async Task FailsAsync(
        Mosquitto broker, MqttTlsOptions tls, MqttConnectFailure kind, string message)
    {
        var failure = await ConnectAsync(broker, tls);
        failure.Should().NotBeNull();
        failure!.Failure.Should().Be(kind);
        failure.Message.Should().StartWith($"broker mqtts://localhost:{broker.Port} ").And.Contain(message)
            .And.NotContain("\n");
    }

    private Task<Mosquitto> StartAsync(PemPair server, params string[] more) =>
        Mosquitto.StartAsync(new MosquittoOptions { Lines = [.. _certificates.Listener(server), .. more] });
}
