namespace Bridge.Unit.Host.Configuration;

/// <summary>Keys that say how long a state is worth something, and when Home Assistant is there.</summary>
public sealed class FreshnessReaderTests : ConfigurationFixture
{
    private const string Devices = "devices: { attic: { driver: bme280, bus: 1, interval: 5m }, office: { driver: bme280, bus: 2 } }\n";

    [Fact]
    public void A_state_that_expires_between_two_readings_is_told_with_its_device()
    {
        Yaml(Devices + "mqtt: { state_expiry: 5m }");

        Good().Mqtt.StateExpiry.Should().Be(TimeSpan.FromMinutes(5));
        Warnings().Should().Equal(
            "bridge.yaml:2|mqtt.state_expiry|5m is not longer than the time between two readings of attic: "
            + "in between, the broker has no state for who subscribes then");
    }

    [Fact]
    public void Without_MQTT_5_a_state_does_not_expire_which_is_told()
    {
        Yaml(Devices + "mqtt: { state_expiry: 1h, protocol: 3.1.1 }");

        Good();
        Warnings().Should().Equal("bridge.yaml:2|mqtt.state_expiry|has no effect with mqtt.protocol 3.1.1");
    }

    [Fact]
    public void By_default_states_do_not_expire_and_Home_Assistant_says_online()
    {
        Yaml(Devices);

        Good().Mqtt.StateExpiry.Should().BeNull();
        Good().HomeAssistant.BirthPayload.Should().Be("online");
        Warnings().Should().BeEmpty();
    }

    [Theory]
    [InlineData("mqtt: { topic_prefix: homeassistant }", "home_assistant")]
    [InlineData("home_assistant: { birth_topic: bridge/status }", "bridge.yaml:2")]
    public void A_birth_topic_among_the_bridges_own_is_refused(string yaml, string origin)
    {
        Yaml(Devices + yaml);

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Origin.Should().Be(origin);
        fault.Path.Should().Be("home_assistant.birth_topic");
        fault.Message.Should().Contain("/status lies below mqtt.topic_prefix (");
    }
}
