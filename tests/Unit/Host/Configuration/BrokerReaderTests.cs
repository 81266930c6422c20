using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Host.Configuration;

/// <summary><c>mqtt.host</c>, <c>mqtt.brokers</c> and <c>mqtt.tls</c>.</summary>
public sealed class BrokerReaderTests : ConfigurationFixture
{
    private static readonly string[] Two = ["mqtts://one.lan:8883", "ws://two.lan:80/mqtt"];

    [Fact]
    public void Tls_has_a_port_of_its_own()
    {
        Yaml("mqtt: { host: broker, tls: { enabled: true } }");

        Brokers().Should().Equal("mqtts://broker:8883");
        Set("mqtt.port=1883");
        Brokers().Should().Equal("mqtts://broker:1883");
    }

    [Fact]
    public void Brokers_are_a_list_in_yaml()
    {
        Yaml("mqtt:\n  brokers:\n    - mqtts://one.lan\n    - ws://two.lan/mqtt\n");

        Brokers().Should().Equal(Two);
    }

    [Theory]
    [InlineData("""["mqtts://one.lan", "ws://two.lan/mqtt"]""")]
    [InlineData("mqtts://one.lan, ws://two.lan/mqtt")]
    public void Brokers_are_json_or_have_commas_in_a_variable(string value)
    {
        Variable("BRIDGE_MQTT__BROKERS", value);

        Brokers().Should().Equal(Two);
    }

    [Fact]
    public void A_stronger_source_replaces_the_whole_list()
    {
        Yaml("mqtt: { brokers: [mqtt://yaml, mqtt://old] }");
        Set("mqtt.brokers=mqtt://set");

        Brokers().Should().Equal("mqtt://set:1883");
    }

    [Theory]
    [InlineData("[mqtt://me:s3cret@one]", "number 1: user name and password do not belong into an URL, where they would be shown")]
    [InlineData("[mqtt://one, two]", "number 2: an URL is expected that begins with mqtt://, mqtts://, ws://, wss:// or unix://")]
    public void An_url_that_cannot_be_is_named_by_its_number(string list, string message)
    {
        Yaml($"mqtt: {{ brokers: {list} }}");

        TheOnlyFault($"bridge.yaml:1|mqtt.brokers|{message}");
    }

    [Fact]
    public void Host_and_brokers_exclude_each_other_across_sources()
    {
        Yaml("mqtt: { brokers: [mqtt://one] }");
        Variable("BRIDGE_MQTT__HOST", "two");

        TheOnlyFault("BRIDGE_MQTT__HOST|mqtt.host|mqtt.brokers (bridge.yaml:1) is given too; keep one of them");
    }

    [Fact]
    public void A_plain_url_where_tls_is_wanted_is_a_fault()
    {
        Yaml("mqtt: { brokers: [mqtts://one, mqtt://two], tls: { enabled: true } }");

        TheOnlyFault("bridge.yaml:1|mqtt.brokers|mqtt://two:1883 is without TLS, but mqtt.tls.enabled is true");
    }

    [Fact]
    public void Tls_is_read_whole_with_paths_from_the_root()
    {
        using var certificates = new TestCertificates();
        var own = certificates.Issue("client", []);
        File.Copy(certificates.Ca, Path.Combine(Folder, "ca.pem"));
        Yaml($$"""
            mqtt:
              tls:
                enabled: true
                ca_file: ca.pem
                cert_file: {{own.CertFile}}
                key_file: {{own.KeyFile}}
                server_name: broker.example
                insecure: yes
            """);

        Good().Mqtt.Tls.Should().Be(new MqttTlsOptions
        {
            CaFile = Path.Combine(Folder, "ca.pem"),
            CertFile = own.CertFile,
            KeyFile = own.KeyFile,
            ServerName = "broker.example",
            Insecure = true,
        });
    }

    [Fact]
    public void Files_are_read_at_the_start()
    {
        Write("empty.pem", "no certificate\n");
        Yaml("""
            mqtt:
              tls:
                enabled: true
                ca_file: empty.pem
                cert_file: gone.pem
            """);

        Faults().Should().Equal(
            $"bridge.yaml:4|mqtt.tls.ca_file|CA file {Path.Combine(Folder, "empty.pem")} holds no certificate; "
                + "PEM is expected (-----BEGIN CERTIFICATE-----)",
            $"bridge.yaml:5|mqtt.tls.cert_file|{Path.Combine(Folder, "gone.pem")} does not exist",
            "bridge.yaml:5|mqtt.tls.cert_file|mqtt.tls.key_file is missing; the two belong together");
    }

    [Fact]
    public void A_key_of_another_certificate_is_a_fault()
    {
        using var certificates = new TestCertificates();
        var (own, other) = (certificates.Issue("own", []), certificates.Issue("other", []));
        Yaml($"mqtt: {{ tls: {{ enabled: true, cert_file: {own.CertFile}, key_file: {other.KeyFile} }} }}");

        TheOnlyFault($"bridge.yaml:1|mqtt.tls.cert_file|key file {other.KeyFile} holds no private key of the "
            + $"certificate in {own.CertFile}");
    }

    [Fact]
    public void Tls_keys_without_tls_are_a_warning()
    {
        Yaml("mqtt: { tls: { insecure: true } }");

        Warnings().Should().Contain("bridge.yaml:1|mqtt.tls.insecure|has no effect without TLS; set mqtt.tls.enabled, "
            + "or an mqtts:// URL");
        Set("mqtt.brokers=wss://one");
        Warnings().Should().NotContain(static warning => warning.Contains("mqtt.tls"));
    }

    [Theory]
    [InlineData("mqtt: { tls: { cafile: x } }", "bridge.yaml:1|mqtt.tls.cafile|no key has this name; did you mean mqtt.tls.ca_file?")]
    [InlineData("mqtt: { tls: on }", "bridge.yaml:1|mqtt.tls|expected a mapping of keys, not a single value")]
    [InlineData("mqtt: { brokers: { a: b } }", "bridge.yaml:1|mqtt.brokers|expected URLs that begin with mqtt://, mqtts://, "
        + "ws://, wss:// or unix://, as a list or with commas between them, not a mapping")]
    public void What_is_written_in_a_wrong_form_is_told(string yaml, string fault)
    {
        Yaml(yaml);

        Faults().Should().Contain(fault);
    }

    private IEnumerable<string> Brokers() => Good().Mqtt.Brokers.Select(static broker => broker.ToString());
}
