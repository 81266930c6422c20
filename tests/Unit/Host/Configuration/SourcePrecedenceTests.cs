using Bridge.Host.Configuration;
using Bridge.Mqtt.Transport;

namespace Bridge.Unit.Host.Configuration;

public sealed class SourcePrecedenceTests : ConfigurationFixture
{
    [Theory]
    [InlineData(0, "localhost")]
    [InlineData(1, "yaml")]
    [InlineData(2, "addon")]
    [InlineData(3, "envfile")]
    [InlineData(4, "environment")]
    [InlineData(5, "set")]
    public void The_stronger_source_wins(int sources, string expected)
    {
        Action[] give =
        [
            () => Yaml("mqtt: { host: yaml }"),
            () => AddOn("""{ "mqtt": { "host": "addon" } }"""),
            () => Write(".env", "BRIDGE_MQTT__HOST=envfile"),
            () => Variable("BRIDGE_MQTT__HOST", "environment"),
            () => Set("mqtt.host=set"),
        ];
        foreach (var source in give.Take(sources))
        {
            source();
        }

        Good().Mqtt.Brokers[0].Host.Should().Be(expected);
    }

    [Fact]
    public void What_is_empty_is_not_set_in_any_source()
    {
        Yaml("mqtt:\n  host: yaml\n  port:\n  username: ~\n");
        AddOn("""{ "mqtt": { "host": "", "port": null }, "devices": [] }""");
        Write(".env", "BRIDGE_MQTT__HOST=\n");
        Variable("BRIDGE_MQTT__HOST", "");
        Set("mqtt.host=");

        Good().Mqtt.Should().BeEquivalentTo(new MqttOptions { Brokers = [MqttEndpoint.Tcp("yaml")] });
    }

    [Fact]
    public void Devices_merge_by_id_then_by_key_in_the_order_of_first_appearance()
    {
        Yaml("""
            devices:
              - { id: b, driver: bme280, bus: 1, interval: 10s }
              - { id: a, driver: bme280, bus: 2 }
            """);
        AddOn("""
            { "devices": [
              { "id": "c", "driver": "dsmr", "port": "/dev/ttyUSB0", "options": "baud: 9600\nparity: even" }
            ] }
            """);
        Variable("BRIDGE_DEVICES__A__ADDRESS", "0x77");
        Variable("bridge_devices__living_room", """{"driver":"bme280","bus":3}""");
        Variable("BRIDGE_DEVICES__LIVING_ROOM__ENTITIES__HUMIDITY", """{"precision":0}""");
        Set("devices.b.interval=20s");

        var options = Good();

        options.Devices.Select(device => device.Id).Should().Equal("b", "a", "c", "living_room");
        options.Devices[0].Interval.Should().Be(TimeSpan.FromSeconds(20));
        options.Devices[0].Bus.Should().Be("/dev/i2c-1");
        options.Devices[1].Address.Should().Be(0x77);
        options.Devices[2].Line.ToString().Should().Be("9600 8E1");
        options.Devices[3].Name.Should().Be("Living room");
        options.Devices[3].Entities["humidity"].Precision.Should().Be(0);
    }

    [Theory]
    [InlineData("""[{"id":"office","driver":"bme280","bus":1}]""")]
    [InlineData("""{"office":{"driver":"bme280","bus":1}}""")]
    public void All_devices_may_be_one_variable(string json)
    {
        Variable("BRIDGE_DEVICES", json);
        Variable("BRIDGE_DEVICES__OFFICE__NAME", "Study");

        Good().Devices.Should().ContainSingle().Which.Name.Should().Be("Study");
    }

    [Fact]
    public void A_variable_that_no_key_has_is_a_warning_with_a_suggestion()
    {
        Set("devices.a={\"driver\":\"bme280\",\"bus\":1}");
        Variable("BRIDGE_VERSION", "1.2.3");
        Variable("BRIDGE_PORT_1883_TCP", "tcp://10.0.0.1:1883");
        Variable("BRIDGE_MQTT_HOST", "broker");
        Variable("BRIDGE_MQTT__HOTS", "broker");
        Variable("BRIDGE_CONFIG", "");
        Variable("PATH", "/bin");

        Good().Mqtt.Brokers[0].Host.Should().Be("localhost");
        Warnings().Should().BeEquivalentTo(
            "BRIDGE_VERSION|version|no key has this name",
            "BRIDGE_PORT_1883_TCP|port_1883_tcp|no key has this name",
            "BRIDGE_MQTT_HOST|mqtt_host|no key has this name; did you mean BRIDGE_MQTT__HOST?",
            "BRIDGE_MQTT__HOTS|mqtt.hots|no key has this name; did you mean BRIDGE_MQTT__HOST?");
    }

    [Fact]
    public void Two_variables_of_one_key_are_a_fault()
    {
        Variable("BRIDGE_MQTT__HOST", "a");
        Variable("bridge_mqtt__host", "b");

        TheOnlyFault("bridge_mqtt__host||means the same key as BRIDGE_MQTT__HOST; keep one of them");
    }

    [Theory]
    [InlineData("a=1\r\nBRIDGE_MQTT__USERNAME=bob\r\n", "bob")]
    [InlineData("export BRIDGE_MQTT__USERNAME=bob", "bob")]
    [InlineData("BRIDGE_MQTT__USERNAME = bob # the builder", "bob")]
    [InlineData("BRIDGE_MQTT__USERNAME='bob # \\n'", "bob # \\n")]
    [InlineData("BRIDGE_MQTT__USERNAME=\"b\\\"o#b\" # x", "b\"o#b")]
    [InlineData("BRIDGE_MQTT__USERNAME=a#b", "a#b")]
    [InlineData("BRIDGE_MQTT__USERNAME=a\nBRIDGE_MQTT__USERNAME=b", "b")]
    [InlineData("\uFEFFBRIDGE_MQTT__USERNAME=bob", "bob")]
    [InlineData("BRIDGE_MQTT__USERNAME=", null)]
    public void An_env_file_is_read_as_shells_write_it(string text, string? username)
    {
        Write(".env", text);

        Good().Mqtt.Username.Should().Be(username);
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_a_fault_without_the_value()
    {
        Write(".env", "\nBRIDGE_MQTT__PASSWORD='s3cret");

        TheOnlyFault(".env:2||the value of BRIDGE_MQTT__PASSWORD has a quote that is not closed, or text after it");
    }

    [Fact]
    public void The_file_is_looked_for_in_the_order_of_the_contract()
    {
        Set("mqtt.port=1");
        Yaml("mqtt: { host: local }");
        Good().Mqtt.Brokers[0].Host.Should().Be("local");
        Write("mounted.yaml", "mqtt: { host: mounted }");
        Good().Mqtt.Brokers[0].Host.Should().Be("mounted");
        Write("envfile.yaml", "mqtt: { host: envfile }");
        Write(".env", "BRIDGE_CONFIG=envfile.yaml");
        Good().Mqtt.Brokers[0].Host.Should().Be("envfile");
        Write("variable.yaml", "mqtt: { host: variable }");
        Variable("bridge_config", "variable.yaml");
        Good().Mqtt.Brokers[0].Host.Should().Be("variable");
        var given = Write("given.yaml", "mqtt: { host: given }");
        Good(request => request with { File = "given.yaml" }).Mqtt.Brokers[0].Host.Should().Be("given");
        Load(request => request with { File = "given.yaml" }).File.Should().Be(given);
    }

    [Fact]
    public void A_file_that_was_named_must_be_there()
    {
        Variable("BRIDGE_CONFIG", "gone.yaml");

        TheOnlyFault($"BRIDGE_CONFIG||{Folder}/gone.yaml does not exist");
        var both = Load(request => request with { File = "a.yaml", EnvFile = "b.env" });
        both.Faults.Select(Line).Should().BeEquivalentTo(
            $"--config||{Folder}/a.yaml does not exist",
            $"--env-file||{Folder}/b.env does not exist");
    }

    [Fact]
    public void Json_that_is_broken_is_a_fault_without_the_text()
    {
        Variable("BRIDGE_MQTT", """{"password":"s3cret",}""");
        AddOn("{\n  \"mqtt\": {\n    \"password\": s3cret } }");

        var faults = Faults();
        faults.Should().Equal(
            $"{Folder}/options.json:3||not valid JSON (line 3, column 17)",
            "BRIDGE_MQTT|mqtt|not valid JSON (line 1, column 22)");
    }

    [Fact]
    public void Options_of_an_add_on_device_are_yaml_with_lines_of_their_own()
    {
        AddOn("""
            { "devices": [
              { "id": "a", "driver": "bme280", "bus": 1,
                "options": "average: 2\nbus: 2\nlwo: 1" } ] }
            """);

        Faults().Should().BeEquivalentTo(
            $"{Folder}/options.json:3 (options, line 2)|devices.a|"
                + $"the key is given twice; it stands at {Folder}/options.json:2 already",
            $"{Folder}/options.json:3 (options, line 3)|devices.a.lwo|"
                + "no key has this name; did you mean devices.a.low?");
    }

    [Fact]
    public void The_add_on_has_a_group_of_its_own_for_tls()
    {
        Yaml("mqtt: { tls: { insecure: true, server_name: yaml } }");
        AddOn("""{ "mqtt": { "host": "lan" }, "mqtt_tls": { "enabled": true, "server_name": "addon" } }""");

        var mqtt = Good().Mqtt;
        mqtt.Brokers.Should().Equal(MqttEndpoint.Tcp("lan", tls: true));
        (mqtt.Tls.ServerName, mqtt.Tls.Insecure).Should().Be(("addon", true));
    }
}
