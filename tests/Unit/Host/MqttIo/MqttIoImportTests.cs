using Bridge.Devices.Drivers;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.Host.MqttIo;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Host.MqttIo;

/// <summary>Configurations as the documentation of mqtt-io (2.x) describes them, and what they are here.</summary>
public sealed class MqttIoImportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-mqtt-io").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_chip_is_a_device_and_its_sensor_inputs_are_entities_of_it()
    {
        var imported = Convert("""
            mqtt: { host: broker.lan, port: 1884, user: io, password: "se: cret'", topic_prefix: home/attic/, keepalive: 30 }
            sensor_modules:
              - { name: Attic Weather, module: bme280, i2c_bus_num: 3, chip_addr: 0x77 }
            sensor_inputs:
              - { name: attic_temp, module: Attic Weather, interval: 30, digits: 1 }
              - name: attic_humidity
                module: Attic Weather
                type: humidity
                interval: 120
                ha_discovery: { name: Dampness, device_class: humidity, icon: "mdi:water" }
            """);

        imported.LeftOut.Should().BeEmpty();
        var options = Load(imported);
        options.Mqtt.Brokers.Should().ContainSingle().Which.ToString().Should().Be("mqtt://broker.lan:1884");
        (options.Mqtt.Username, options.Mqtt.Password).Should().Be(("io", "se: cret'"));
        (options.Mqtt.TopicPrefix, options.Mqtt.KeepAlive).Should().Be(("home/attic", TimeSpan.FromSeconds(30)));
        var device = options.Devices.Should().ContainSingle().Subject;
        (device.Id, device.Driver.Name, device.Bus, device.Address).Should().Be(("attic_weather", "bme280", "/dev/i2c-3", (byte)0x77));
        (device.Name, device.Interval).Should().Be(("Attic Weather", TimeSpan.FromSeconds(30)));
        device.WrittenBelow("entities:temperature").Should().Equal("precision 1");
        device.WrittenBelow("entities:humidity").Should().BeEquivalentTo("name Dampness", "device_class humidity", "icon mdi:water");
        imported.Yaml.Should().Contain("# temperature was home/attic/sensor/attic_temp\n");
    }

    [Fact]
    public void An_expander_keeps_its_lines_its_polarity_and_what_outputs_are_at_the_start()
    {
        var imported = Convert("""
            gpio_modules:
              - { name: relays, module: pcf8574, i2c_bus_num: 1, chip_addr: 0x20, cleanup: no }
            digital_outputs:
              - { name: Socket 1, module: relays, pin: 1, inverted: yes, initial: high, on_payload: "ON", off_payload: "OFF" }
              - { name: socket_2, module: relays, pin: 2, inverted: yes, initial: low, timed_set_ms: 500 }
            digital_inputs:
              - { name: door, module: relays, pin: 7, inverted: yes, pullup: yes, poll_interval: 0.5, ha_discovery: { device_class: door } }
              - { name: bell, module: relays, pin: 6, inverted: no }
            """);

        imported.LeftOut.Should().HaveCount(3);
        imported.LeftOut.Should().ContainSingle(static line => line.Contains("timed_set_ms", StringComparison.Ordinal));
        imported.LeftOut.Should().ContainSingle(static line => line.Contains("digital_inputs.bell", StringComparison.Ordinal)
            && line.Contains("active_low", StringComparison.Ordinal));
        var device = Load(imported).Devices.Should().ContainSingle().Subject;
        (device.Id, device.Address, device.Interval).Should().Be(("relays", (byte)0x20, TimeSpan.FromMilliseconds(500)));
        imported.Yaml.Should().Contain("outputs: [socket_1=1, socket_2=2]\n").And.Contain("inputs: [door=7]\n")
            .And.Contain("active_low: true\n");

        // Inverted: high is off.
        device.WrittenBelow("entities:socket_1").Should().BeEquivalentTo("name Socket 1", "on_start off");
        device.WrittenBelow("entities:socket_2").Should().Equal("on_start on");
        device.WrittenBelow("entities:door").Should().Equal("device_class door");
    }

    [Fact]
    public void A_serial_stream_shows_and_sends_lines()
    {
        var imported = Convert("""
            stream_modules:
              - { name: ups, module: serial, device: /dev/ttyUSB1, baud: 2400, bytesize: 7, parity: even, stopbits: 2, write: no }
              - { name: switch, module: serial, device: /dev/ttyUSB0, baud: 115200, read_interval: 1 }
              - { name: odd, module: serial, device: /dev/ttyUSB2, baud: 9600, parity: mark }
            """);

        var devices = Load(imported).Devices;
        devices.Select(static device => $"{device.Id} {device.Driver.Name} {device.Port} {device.Line}").Should().Equal(
            "ups lines /dev/ttyUSB1 2400 7E2", "switch lines /dev/ttyUSB0 115200 8N1");
        devices.Select(static device => device.Driver.Entities(device.Settings).Single().Kind.ToString())
            .Should().Equal("Sensor", "Text");
        imported.LeftOut.Should().HaveCount(2).And.ContainSingle(static line =>
            line.StartsWith("config.yml:4: stream_modules.odd: ", StringComparison.Ordinal));
    }

    [Fact]
    public void With_tls_the_port_stays_what_it_was_and_checks_are_not_weakened()
    {
        using var certificates = new TestCertificates();
        var (ca, client) = (certificates.Ca, certificates.Issue("client", []));
        var imported = Convert($$"""
            mqtt:
              host: test.mosquitto.org
              client_id: pi
              ha_discovery: { enabled: no, prefix: ha/, name: My Pi }
              tls:
                {
                  enabled: yes, ca_certs: {{ca}}, certfile: {{client.CertFile}}, keyfile: {{client.KeyFile}},
                  insecure: true, ciphers: ALL,
                }
            """);

        var options = Load(imported);
        options.Mqtt.Brokers.Should().ContainSingle().Which.ToString().Should().Be("mqtts://test.mosquitto.org:1883");
        options.HomeAssistant.Discovery.Should().BeFalse();
        imported.Yaml.Should().Contain($"    ca_file: {ca}\n").And.Contain($"    cert_file: {client.CertFile}\n")
            .And.Contain($"    key_file: {client.KeyFile}\n").And.NotContain("\n    insecure");
        imported.LeftOut.Select(static line => line.Split(": ")[1]).Should().BeEquivalentTo(
            "mqtt.client_id", "mqtt.tls.insecure", "mqtt.tls.ciphers", "mqtt.ha_discovery.name");
    }

    [Fact]
    public void What_the_bridge_cannot_do_is_named_where_it_stood_and_in_the_list()
    {
        var imported = Convert("""
            mqtt: { host: h }
            gpio_modules: [{ name: rpi, module: raspberrypi }]
            digital_inputs: [{ name: bell, module: rpi, pin: 4 }, { name: lost, module: nowhere, pin: 1 }]
            sensor_modules: [{ name: dht, module: dht22, type: AM2302, pin: 4 }]
            sensor_inputs: [{ name: cellar, module: dht, type: temperature }]
            logging: { version: 1 }
            reporting: { x: 1 }
            """);

        Load(imported).Devices.Should().BeEmpty();
        imported.LeftOut.Select(static line => line.Split(": ")[1]).Should().BeEquivalentTo(
            "gpio_modules.rpi", "digital_inputs.bell", "digital_inputs.lost", "sensor_modules.dht", "sensor_inputs.cellar",
            "logging", "reporting");
        imported.Yaml.Should().Contain("# left out: sensor_modules.dht (config.yml:4): there is no driver for dht22");
    }

    [Fact]
    public void A_chip_at_an_address_that_it_cannot_have_is_no_device_here()
    {
        var imported = Convert("""
            mqtt: { host: h, keepalive: 1 }
            sensor_modules: [{ name: a, module: bme280, i2c_bus_num: 1, chip_addr: 0x12 }]
            sensor_inputs: [{ name: t, module: a, digits: 99 }]
            """);

        Load(imported).Devices.Should().BeEmpty();
        imported.LeftOut.Should().HaveCount(2);
        imported.LeftOut[0].Should().Contain("keep_alive");
        imported.LeftOut[1].Should().Contain("address");
        imported.Yaml.Should().Contain("\n    # address: 0x12\n");
    }

    [Fact]
    public void A_single_key_that_does_not_fit_takes_only_itself_away()
    {
        var imported = Convert("""
            sensor_modules: [{ name: a, module: bme280, i2c_bus_num: 1, chip_addr: 118 }]
            sensor_inputs: [{ name: t, module: a, digits: 99 }]
            """);

        Load(imported).Devices.Should().ContainSingle().Which.Address.Should().Be(0x76);
        imported.LeftOut.Should().ContainSingle().Which.Should().Contain("precision");
    }

    [Theory]
    [InlineData("mqtt: [", "not valid YAML")]
    [InlineData("- a\n- b", "expected a mapping of sections, such as mqtt: and sensor_modules:")]
    [InlineData("mqtt: { host: a }\nmqtt: { host: b }", "given twice")]
    public void What_is_no_yaml_is_refused_with_its_place(string text, string expected)
    {
        var faults = new List<string>();

        new MqttIoImport(DriverCatalog.All).Convert(text, "config.yml", faults.Add).Should().BeNull();

        string.Join('\n', faults).Should().Contain(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mqtt:")]
    [InlineData("mqtt: { host: [a], port: {}, tls: yes, ha_discovery: [] }")]
    [InlineData("sensor_modules: { a: 1 }\nsensor_inputs: text\ndigital_inputs: [1, null, { pin: 3 }]")]
    [InlineData("gpio_modules: [{ name: bridge, module: pcf8574 }, { name: '', module: pcf8574 }, { name: ÄÖ, module: pcf8574 }]")]
    [InlineData("gpio_modules: [{ name: a, module: pcf8574 }]\ndigital_outputs: [{ name: status, module: a, pin: 0 }]")]
    [InlineData("stream_modules: [{ name: a, module: serial }, { name: a, module: serial, device: 'x\ty', baud: -3 }]")]
    [InlineData("sensor_modules: [{ name: a, module: bme280 }, { name: a, module: bme280 }]")]
    [InlineData("sensor_modules: [{ name: a, module: bme280, chip_addr: [1] }]\nsensor_inputs: [{ name: x, module: a, type: wind }]")]
    public void Whatever_stands_there_the_outcome_loads(string text) => Load(Convert(text));

    [Fact]
    public void The_example_of_the_page_becomes_what_the_page_says()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs/migration.md"));

        Convert(Block(page, "text")).Yaml.Should().Be(Block(page, "yaml"));

        static string Block(string page, string language) => page.Split($"```{language}\n")[1].Split("```")[0];
    }

    private static Imported Convert(string text)
    {
        var faults = new List<string>();
        var imported = new MqttIoImport(DriverCatalog.All).Convert(text, "config.yml", faults.Add);
        faults.Should().BeEmpty();
        return imported!;
    }

    private BridgeOptions Load(Imported imported)
    {
        File.WriteAllText(Path.Combine(_folder, "bridge.yaml"), imported.Yaml);
        var loaded = new ConfigurationLoader(DriverCatalog.All).Load(new()
        {
            File = Path.Combine(_folder, "bridge.yaml"),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            WorkingDirectory = _folder,
            AddOnOptionsFile = Path.Combine(_folder, "options.json"),
        });
        loaded.Faults.Should().BeEmpty("{0}", imported.Yaml);
        return loaded.Options!;
    }
}
