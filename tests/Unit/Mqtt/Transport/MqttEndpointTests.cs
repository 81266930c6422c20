using Bridge.Mqtt.Transport;

namespace Bridge.Unit.Mqtt.Transport;

public sealed class MqttEndpointTests
{
    [Theory]
    [InlineData("mqtt://broker", MqttScheme.Mqtt, "broker", 1883, "")]
    [InlineData("mqtts://broker/", MqttScheme.Mqtts, "broker", 8883, "")]
    [InlineData("MQTT://my_broker.lan:1884", MqttScheme.Mqtt, "my_broker.lan", 1884, "")]
    [InlineData("mqtt://[fe80::1]:1884", MqttScheme.Mqtt, "fe80::1", 1884, "")]
    [InlineData("ws://broker", MqttScheme.Ws, "broker", 80, "/")]
    [InlineData("wss://broker/mqtt?key=1", MqttScheme.Wss, "broker", 443, "/mqtt?key=1")]
    [InlineData("unix:///run/my%20broker.sock", MqttScheme.Unix, "", 0, "/run/my broker.sock")]
    public void An_url_says_scheme_host_port_and_path(string url, MqttScheme scheme, string host, int port, string path)
    {
        var endpoint = MqttEndpoint.Parse(url);

        (endpoint.Scheme, endpoint.Host, endpoint.Port, endpoint.Path).Should().Be((scheme, host, port, path));
    }

    [Theory]
    [InlineData("broker:1883", "begins with mqtt://")]
    [InlineData("/run/mosquitto.sock", "begins with mqtt://")]
    [InlineData("http://broker", "begins with mqtt://")]
    [InlineData("1://broker", "begins with mqtt://")]
    [InlineData("mqtt://", "begins with mqtt://|needs a host")]
    [InlineData("mqtt://broker:0", "port")]
    [InlineData("mqtt://broker:70000", "begins with mqtt://")]
    [InlineData("mqtt://me:s3cret@broker", "user name and password")]
    [InlineData("mqtt://broker/path", "nothing may follow")]
    [InlineData("ws://broker/mqtt#part", "nothing may follow")]
    [InlineData("unix://run/mosquitto.sock", "three slashes")]
    [InlineData("unix:///", "three slashes")]
    [InlineData(
        "unix:///a2345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "at most 107 bytes")]
    public void What_is_no_url_of_a_broker_is_refused_in_words(string url, string words)
    {
        MqttEndpoint.TryParse(url, out _, out var fault).Should().BeFalse();

        fault.Should().ContainAny(words.Split('|')).And.NotContain("s3cret");
    }

    [Fact]
    public void It_is_shown_with_its_port_and_without_what_may_be_a_key()
    {
        Shown("mqtt://broker").Should().Be("mqtt://broker:1883");
        Shown("mqtts://[::1]").Should().Be("mqtts://[::1]:8883");
        Shown("wss://broker/mqtt?key=s3cret").Should().Be("wss://broker:443/mqtt");
        Shown("unix:///run/mosquitto.sock").Should().Be("unix:///run/mosquitto.sock");
    }

    [Fact]
    public void Host_and_port_make_one_too()
    {
        MqttEndpoint.Tcp("broker").ToString().Should().Be("mqtt://broker:1883");
        MqttEndpoint.Tcp("[::1]", tls: true).ToString().Should().Be("mqtts://[::1]:8883");
        FluentActions.Invoking(() => MqttEndpoint.Tcp("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => MqttEndpoint.Tcp("broker", 65536)).Should().Throw<ArgumentException>();
    }

    private static string Shown(string url) => MqttEndpoint.Parse(url).ToString();
}
