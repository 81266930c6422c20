using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Configuration;

public sealed class ConfigurationLoaderTests : ConfigurationFixture
{
    [Fact]
    public void Nothing_configured_gives_the_defaults_of_the_contract_and_a_warning()
    {
        var options = Good();

        options.Mqtt.Should().BeEquivalentTo(new MqttOptions());
        options.Mqtt.Brokers.Should().Equal(MqttEndpoint.Tcp("localhost", 1883));
        options.Mqtt.Should().Match<MqttOptions>(mqtt => mqtt.TopicPrefix == "bridge" && mqtt.Protocol == MqttProtocol.Auto
            && mqtt.KeepAlive == TimeSpan.FromSeconds(60) && mqtt.ReconnectInterval == TimeSpan.FromSeconds(5)
            && mqtt.ReconnectMaxInterval == TimeSpan.FromSeconds(300) && mqtt.Password == null);
        options.Logging.Should().Be(new LoggingOptions());
        options.HomeAssistant.Should().Be(new HomeAssistantOptions());
        options.Health.Should().Be(new HealthOptions());
        options.State.Path.Should().Be(Path.Combine(Folder, "data/bridge.db"));
        Warnings().Should().ContainSingle().Which.Should().Match(
            $"configuration|devices|no devices are configured, and there is no {Folder}/mounted.yaml and no ./bridge.yaml"
            + "*README.md*--config*bridge demo*");
    }

    [Fact]
    public void A_file_without_devices_says_how_to_name_one()
    {
        Yaml("mqtt: { host: localhost }");

        Warnings().Should().Equal($"{Folder}/bridge.yaml|devices|"
            + "no devices are configured; name one, such as office: { driver: bme280, bus: 1 }");
    }

    [Fact]
    public void A_folder_is_no_configuration_file() => Load(request => request with { File = Folder })
        .Faults.Should().ContainSingle().Which.Message.Should().StartWith(Folder).And.EndWith("it is a folder; name the file in it");

    [Fact]
    public void A_variable_that_nobody_fills_in_is_told()
    {
        Yaml("mqtt: { username: '${USER}' }\ndevices: { office: { driver: bme280, bus: 1 } }");

        Warnings().Should().Equal("bridge.yaml:1|mqtt.username|"
            + "${…} is taken as it stands; instead, set BRIDGE_MQTT__USERNAME");
    }

    [Fact]
    public void The_sample_of_the_contract_is_read()
    {
        var secret = Write("mqtt", "s3cret\n");
        Yaml($$"""
            mqtt: { host: localhost, username: bridge, password_file: {{secret}} }
            devices:
              office:
                driver: bme280
                bus: 1                   # /dev/i2c-1; a path, or behind a multiplexer 1/0x70/3
                address: 0x76
                interval: 30s
                area: Office
                entities:
                  temperature: { offset: -0.4, precision: 1 }
              meter:
                driver: dsmr
                port: /dev/serial/by-id/usb-FTDI_P1-if00-port0     # or tcp://p1reader:23
            """);

        var options = Good();

        options.Mqtt.Username.Should().Be("bridge");
        options.Mqtt.Password.Should().Be("s3cret");
        options.Devices.Select(device => device.Id).Should().Equal("office", "meter");
        var office = options.Devices[0];
        office.Driver.Should().BeSameAs(Chip);
        office.Name.Should().Be("Office");
        office.Area.Should().Be("Office");
        office.Bus.Should().Be("/dev/i2c-1");
        office.Address.Should().Be(0x76);
        office.Interval.Should().Be(TimeSpan.FromSeconds(30));
        office.StaleAfter.Should().Be(TimeSpan.FromSeconds(90));
        office.Entities["temperature"].Should().Be(new EntityOptions { Offset = -0.4m, Precision = 1 });
        var meter = options.Devices[1];
        meter.Port.Should().Be("/dev/serial/by-id/usb-FTDI_P1-if00-port0");
        meter.Line.Should().Be(new LineSettings(115200));
        meter.Interval.Should().Be(TimeSpan.Zero);
        meter.StaleAfter.Should().Be(TimeSpan.FromSeconds(60));
        meter.Bus.Should().BeNull();
    }

    [Fact]
    public void Every_key_reaches_its_option()
    {
        Yaml("""
            mqtt:
              host: broker.lan
              port: 1884
              client_id: me
              topic_prefix: home/bridge
              protocol: 3.1.1
              keep_alive: 2m
              state_expiry: 1h
              reconnect_interval: 1
              reconnect_max_interval: 10
            logging: { level: warning, format: json, file: log/b.log, max_file_size_mb: 1, backup_count: 0 }
            home_assistant:
              { discovery: off, discovery_prefix: ha, discovery_mode: device, birth_topic: ha/status,
                birth_payload: here, language: en }
            state: { path: memory }
            health: { file: /tmp/h, heartbeat_interval: 30s }
            devices:
              - id: living_room
                driver: bme280
                bus: /dev/i2c-7
                address: 0X77
                name: Lounge
                enabled: no
                timeout: 1s
                offline_after: 5
                stale_after: 5m
                previous_id: old
                average: 4
                low: 2
              - id: p1
                driver: dsmr
                port: tcp://p1reader:23
                baud: 9600
                data_bits: 7
                parity: even
                stop_bits: 2
                interval: 10s
                entities: { gas_total: { name: Gas, factor: 0.001 } }
            """);

        var options = Good();

        options.Mqtt.Should().BeEquivalentTo(new MqttOptions
        {
            Brokers = [MqttEndpoint.Tcp("broker.lan", 1884)],
            ClientId = "me",
            TopicPrefix = "home/bridge",
            Protocol = MqttProtocol.V311,
            KeepAlive = TimeSpan.FromMinutes(2),
            StateExpiry = TimeSpan.FromHours(1),
            ReconnectInterval = TimeSpan.FromSeconds(1),
            ReconnectMaxInterval = TimeSpan.FromSeconds(10),
        });
        options.Logging.Should().Be(new LoggingOptions
        {
            Level = LogLevel.Warning,
            Format = LogFormat.Json,
            File = Path.Combine(Folder, "log/b.log"),
            MaxFileSizeMb = 1,
            BackupCount = 0,
        });
        options.HomeAssistant.Should().Be(new HomeAssistantOptions
        {
            Discovery = false,
            DiscoveryPrefix = "ha",
            BirthTopic = "ha/status",
            BirthPayload = "here",
        });
        options.State.Path.Should().BeNull();
        options.Health.Should().Be(new HealthOptions { File = "/tmp/h", HeartbeatInterval = TimeSpan.FromSeconds(30) });
        options.Devices[0].Should().Match<DeviceOptions>(device => device.Name == "Lounge" && !device.Enabled
            && device.Bus == "/dev/i2c-7" && device.Address == 0x77 && device.Timeout == TimeSpan.FromSeconds(1)
            && device.OfflineAfter == 5 && device.StaleAfter == TimeSpan.FromMinutes(5) && device.PreviousId == "old"
            && device.Settings.Get(Average) == 4 && device.Settings.Get(Low) == 2);
        options.Devices[1].Port.Should().Be("tcp://p1reader:23");
        options.Devices[1].Line.Should().Be(new LineSettings(9600, 7, Parity.Even, 2));
        options.Devices[1].Entities["gas_total"].Should().Be(new EntityOptions
        {
            Shown = new() { Name = new("Gas") },
            Factor = 0.001m,
        });
    }

    [Fact]
    public void All_faults_of_all_sources_are_told_at_once_with_their_places()
    {
        Yaml("""
            mqtt:
              hots: localhost
              port: 70000
              topic_prefix: a/#
            devices:
              office:
                driver: bme820
              bridge:
                driver: bme280
                bus: 1
                adress: 0x76
              meter:
                driver: dsmr
                bus: 1
              cellar:
                driver: bme280
                bus: 1
                address: 0x40
                entities:
                  temprature: { offset: warm }
            """);
        AddOn("{\n  \"logging\": { \"level\": \"verbose\" }\n}");
        Write(".env", "# a comment\nBRIDGE_HEALTH__HEARTBEAT_INTERVAL=often\nnonsense\n");
        Variable("BRIDGE_MQTT__KEEP_ALIVE", "10");
        Variable("BRIDGE_MQTT__RECONNECT_INTERVAL", "never");
        Set("mqtt.clientid=x");
        Set("oops");

        Faults().Should().BeEquivalentTo(
            "bridge.yaml:2|mqtt.hots|no key has this name; did you mean mqtt.host?",
            "bridge.yaml:3|mqtt.port|'70000' does not fit; expected a whole number from 1 to 65535",
            "bridge.yaml:4|mqtt.topic_prefix|the value does not fit; expected topic levels such as home/bridge: "
                + "no + or #, no empty level, no $ at the start, at most 200 characters",
            "bridge.yaml:7|devices.office.driver|no driver has this name; did you mean bme280?",
            "bridge.yaml:8|devices.bridge|the id bridge is reserved for the bridge itself; choose another",
            "bridge.yaml:11|devices.bridge.adress|no key has this name; did you mean devices.bridge.address?",
            "bridge.yaml:12|devices.meter.port|port is missing; "
                + "expected a path such as /dev/ttyUSB0, usb:vid:pid such as usb:0403:6001, or tcp://host:port",
            "bridge.yaml:14|devices.meter.bus|dsmr sits on a serial port and has no bus; use port",
            "bridge.yaml:18|devices.cellar.address|'0x40' does not fit; expected an address of bme280: 0x76 or 0x77",
            "bridge.yaml:20|devices.cellar.entities.temprature|bme280 has no such entity; did you mean temperature?",
            "bridge.yaml:20|devices.cellar.entities.temprature.offset|'warm' does not fit; "
                + "expected a number from -1000000000 to 1000000000",
            $"{Folder}/options.json:2|logging.level|'verbose' does not fit; "
                + "expected one of debug, info, warning, error, critical",
            ".env:2|health.heartbeat_interval|'often' does not fit; "
                + "expected a duration from 5s to 1h, such as 500ms, 30s, 5m, 1h",
            ".env:3||expected KEY=VALUE",
            "BRIDGE_MQTT__RECONNECT_INTERVAL|mqtt.reconnect_interval|'never' does not fit; "
                + "expected a duration from 100ms to 1h, such as 500ms, 30s, 5m, 1h",
            "--set mqtt.clientid|mqtt.clientid|no key has this name; did you mean mqtt.client_id?",
            "--set||number 2: expected path=value, such as --set mqtt.port=1883",
            "bridge.yaml:18|devices.cellar.address|cellar sits at the same address of the same bus as bridge");
        Load().Options.Should().BeNull();
        Load().Faults.Where(fault => fault.Origin.StartsWith("bridge.yaml:", StringComparison.Ordinal))
            .Select(fault => int.Parse(fault.Origin[12..])).Should().BeInAscendingOrder();
    }

    [Theory]
    [InlineData("devices: { a: { driver: bme280, bus: 1/0x70/3 } }", "a bus behind a multiplexer is not built yet")]
    public void What_has_a_name_but_is_not_built_is_refused_in_words(string yaml, string message)
    {
        Yaml(yaml);

        Load().Faults.Should().ContainSingle().Which.Message.Should().Be(message);
    }

    [Theory]
    [InlineData("host: mqtt://user:s3cret@broker")]
    [InlineData("host: broker:1883")]
    [InlineData("port: 0")]
    [InlineData("port: 1_000")]
    [InlineData("port: [1883]")]
    [InlineData("topic_prefix: $SYS")]
    [InlineData("topic_prefix: a//b")]
    [InlineData("topic_prefix: /a")]
    [InlineData("topic_prefix: \"a\\nb\"")]
    [InlineData("protocol: 4")]
    [InlineData("keep_alive: 1s")]
    [InlineData("reconnect_max_interval: 1s")]
    [InlineData("password: { a: b }")]
    public void A_broker_that_cannot_be_is_one_fault_on_its_line(string line)
    {
        Yaml($"mqtt:\n  {line}\n");

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Origin.Should().Be("bridge.yaml:2");
        fault.Message.Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData("broker")]
    [InlineData("my_broker.lan")]
    [InlineData("192.168.1.2")]
    [InlineData("fe80::1")]
    public void Names_and_addresses_are_hosts(string host)
    {
        Set($"mqtt.host={host}");

        Good().Mqtt.Brokers[0].Host.Should().Be(host);
    }

    [Fact]
    public void State_is_under_data_in_a_container()
    {
        Good(request => request with { InContainer = true }).State.Path.Should().Be("/data/bridge.db");
    }
}
