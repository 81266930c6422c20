namespace Bridge.Unit.Host.Configuration;

/// <summary>Who says where the broker is.</summary>
public sealed class SupervisorReaderTests : ConfigurationFixture
{
    [Fact]
    public void In_the_add_on_the_supervisor_says_it()
    {
        Variable("SUPERVISOR_TOKEN", "t0ken");
        AddOn("""{ "mqtt": { "host": "", "brokers": [], "username": "me" } }""");

        var mqtt = Good().Mqtt;

        mqtt.Supervisor!.Address.Should().Be(new Uri("http://supervisor/"));
        mqtt.Supervisor.Token.Should().Be("t0ken");
        mqtt.BrokerNames.Should().Be("as the Supervisor says");
        mqtt.ToString().Should().NotContain("t0ken");
    }

    [Theory]
    [InlineData("""{ "mqtt": { "host": "lan" } }""")]
    [InlineData("""{ "mqtt": { "brokers": ["mqtts://lan"] } }""")]
    public void A_broker_of_the_users_stays(string options)
    {
        Variable("SUPERVISOR_TOKEN", "t0ken");
        AddOn(options);

        Good().Mqtt.Supervisor.Should().BeNull();
    }

    [Fact]
    public void Outside_of_the_add_on_nobody_is_asked() => Good().Mqtt.Supervisor.Should().BeNull();

    [Fact]
    public void The_supervisor_may_be_elsewhere()
    {
        Variable("SUPERVISOR_TOKEN", "t0ken");
        Variable("SUPERVISOR_API", "http://127.0.0.1:8123");

        Good().Mqtt.Supervisor!.Address.Should().Be(new Uri("http://127.0.0.1:8123/"));
    }

    [Fact]
    public void What_the_supervisor_overrules_is_warned_of()
    {
        Variable("SUPERVISOR_TOKEN", "t0ken");
        AddOn("{\n\"mqtt\": { \"port\": 1884 },\n\"mqtt_tls\": { \"enabled\": true }\n}");

        Warnings().Should().Contain([
            $"{Folder}/options.json:2|mqtt.port|"
                + "has no effect: without mqtt.host the Supervisor says where the broker is",
            $"{Folder}/options.json:3|mqtt.tls.enabled|"
                + "has no effect: without mqtt.host the Supervisor says where the broker is",
        ]);
    }

    [Fact]
    public void A_form_without_devices_is_told_where_to_name_one()
    {
        AddOn("""{ "mqtt": {}, "devices": [] }""");

        Warnings().Should().Equal("configuration|devices|no devices are configured: name one in the add-on's options, "
            + $"or write {Folder}/mounted.yaml");
    }
}
