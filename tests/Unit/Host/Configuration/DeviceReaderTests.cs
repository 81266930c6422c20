namespace Bridge.Unit.Host.Configuration;

public sealed class DeviceReaderTests : ConfigurationFixture
{
    private const string OnBus = "devices:\n  office:\n    driver: bme280\n    bus: 1\n    ";
    private const string OnPort = "devices:\n  meter:\n    driver: dsmr\n    port: /dev/ttyUSB0\n    ";

    [Theory]
    [InlineData(
        "interval: 50ms",
        "'50ms' does not fit; expected a duration from 100ms to 24h, such as 500ms, 30s, 5m, 1h")]
    [InlineData(
        "interval: 25h",
        "'25h' does not fit; expected a duration from 100ms to 24h, such as 500ms, 30s, 5m, 1h")]
    [InlineData("timeout: 6m", "'6m' does not fit; expected a duration from 100ms to 5m, such as 500ms, 30s, 5m, 1h")]
    [InlineData("stale_after: 30s", "30s is shorter than the interval (1m)")]
    [InlineData("enabled: maybe", "'maybe' does not fit; expected true or false (also on, off, yes, no)")]
    [InlineData("average: 17", "'17' does not fit; expected a whole number from 1 to 16")]
    [InlineData("port: /dev/ttyUSB0", "bme280 sits on an I²C bus and has no port; use bus and address")]
    [InlineData("baud: 9600", "bme280 sits on an I²C bus and has no baud; use bus and address")]
    [InlineData("previous_id: No", "the value does not fit; expected an id of a to z, 0 to 9, _ and -, "
        + "at most 63 characters, that begins with a letter or digit")]
    [InlineData("previous_id: bridge", "the id bridge is reserved for the bridge itself")]
    [InlineData("intervall: 5s", "no key has this name; did you mean devices.office.interval?")]
    [InlineData("entities: [temperature]", "expected a mapping of keys, not a list")]
    [InlineData("entities: { pressure: { offset: 1 } }", "bme280 has no such entity; it has temperature, humidity")]
    [InlineData("entities: { temperature: { ofset: 1 } }",
        "no key has this name; did you mean devices.office.entities.temperature.offset?")]
    [InlineData("entities: { temperature: { on_start: restore } }", "temperature is no switch and has no on_start")]
    [InlineData("entities: { temperature: { on_stop: 'off' } }", "temperature is no switch and has no on_stop")]
    [InlineData("id: other", "the id is the key of the map; leave this line out")]
    public void A_chip_that_cannot_be_is_one_fault_on_its_line(string line, string message)
    {
        Yaml(OnBus + line);

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Be(message);
        fault.Origin.Should().Be("bridge.yaml:5");
    }

    [Theory]
    [InlineData("bus: 1", "dsmr sits on a serial port and has no bus; use port")]
    [InlineData("address: 0x76", "dsmr sits on a serial port and has no address; use port")]
    [InlineData("parity: evn", "'evn' does not fit; expected one of none, even, odd; did you mean even?")]
    [InlineData("baud: 5", "'5' does not fit; expected a whole number from 50 to 4000000")]
    [InlineData("entities: { 1-0: {} }", "not a key of an entity; expected a key of a to z, 0 to 9 and _, "
        + "at most 63 characters, that begins with a letter or digit")]
    public void A_meter_that_cannot_be_is_one_fault_on_its_line(string line, string message)
    {
        Yaml(OnPort + line);

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Be(message);
        fault.Origin.Should().Be("bridge.yaml:5");
    }

    [Theory]
    [InlineData("interval: 20s")]
    [InlineData("entities: { temperature: { calibrate: [[0, 0.3], [100, 99]] } }")]
    [InlineData("entities: { temperature: { on_change: 0.2 } }")]
    [InlineData("derived: { twice: { expression: temperature * 2 } }")]
    public void Whatever_is_written_for_a_device_tells_it_from_what_it_was_before(string more)
    {
        const string Office = "devices: { office: { driver: bme280, bus: 1";
        Yaml(Office + " } }");
        var before = Load().Options!.Devices.Single().Written;

        Yaml($"{Office}, {more} }} }}");
        Load().Options!.Devices.Single().Written.Should().NotBe(before);

        Yaml("devices: { office: { bus: 1, driver: bme280 } }");
        Load().Options!.Devices.Single().Written.Should().Be(before, "the order of the keys means nothing");
    }

    [Fact]
    public void An_address_without_0x_is_recognised_as_hexadecimal()
    {
        Yaml("devices: { office: { driver: bme280, bus: 1, address: 76 } }");

        TheOnlyFault("bridge.yaml:1|devices.office.address|'76' does not fit; "
            + "expected an address of bme280: 0x76 or 0x77; did you mean 0x76?");
    }

    [Fact]
    public void A_missing_driver_names_those_there_are()
    {
        Yaml("devices: { office: { bus: 1 } }");

        TheOnlyFault("bridge.yaml:1|devices.office.driver|driver is missing; "
            + "expected the name of a driver: bme280 or dsmr");
    }

    [Fact]
    public void Ids_that_differ_only_in_case_are_the_same()
    {
        Yaml("devices:\n  office: { driver: bme280, bus: 1 }\n  Office: { driver: bme280, bus: 2 }\n");

        TheOnlyFault("bridge.yaml:3|devices.Office|the key is given twice; it stands at bridge.yaml:2 already");
    }

    [Theory]
    [InlineData("tcp://p1reader")]
    [InlineData("tcp://:23")]
    [InlineData("tcp://p1reader:99999")]
    [InlineData("tcp://user:s3cret@p1reader:23")]
    [InlineData("tcp://p1reader:23/path")]
    [InlineData("http://p1reader:23")]
    [InlineData("TCP://p1reader:23")]
    [InlineData("ttyUSB0")]
    public void A_port_must_be_a_path_or_have_host_and_port(string port)
    {
        Yaml($"devices: {{ meter: {{ driver: dsmr, port: '{port}' }} }}");

        TheOnlyFault("bridge.yaml:1|devices.meter.port|the value does not fit; "
            + "expected a path such as /dev/ttyUSB0, usb:vid:pid such as usb:0403:6001, or tcp://host:port");
    }

    [Theory]
    [InlineData("Office")]
    [InlineData("-a")]
    [InlineData("a b")]
    [InlineData("'a:b'")]
    [InlineData("a.b")]
    [InlineData("''")]
    [InlineData("büro")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123")]
    public void An_id_is_one_that_topics_and_home_assistant_can_hold(string id)
    {
        Yaml($"devices:\n  {id}: {{ driver: bme280, bus: 1 }}");

        Load().Faults.Should().Contain(fault => fault.Origin == "bridge.yaml:2"
            && fault.Message.StartsWith("not an id for a device", StringComparison.Ordinal));
    }

    [Fact]
    public void A_device_without_a_driver_and_one_without_a_bus_are_told()
    {
        Yaml("devices:\n  a:\n  b: { driver: bme280 }\n");

        Faults().Should().Equal(
            "bridge.yaml:2|devices.a.driver|driver is missing; expected the name of a driver: bme280 or dsmr",
            "bridge.yaml:3|devices.b.bus|bus is missing; "
                + "expected a bus number such as 1, or a path such as /dev/i2c-1");
    }

    [Fact]
    public void A_driver_s_own_check_is_told_at_the_device()
    {
        Yaml(OnBus + "average: 2\n    low: 3");

        TheOnlyFault("bridge.yaml:2|devices.office.driver|low is above average");
    }

    [Fact]
    public void Devices_must_not_share_a_place_or_an_identity()
    {
        Yaml("""
            devices:
              a: { driver: bme280, bus: 1 }
              b: { driver: bme280, bus: /dev/i2c-1, address: 118 }
              c: { driver: dsmr, port: tcp://P1:23 }
              d: { driver: dsmr, port: tcp://p1:23/ }
              e: { driver: bme280, bus: 2, previous_id: a }
              f: { driver: bme280, bus: 3, previous_id: old }
              g: { driver: bme280, bus: 4, previous_id: old }
              h: { driver: bme280, bus: 2, enabled: false }
            """);

        Faults().Should().Equal(
            "bridge.yaml:3|devices.b.address|b sits at the same address of the same bus as a",
            "bridge.yaml:5|devices.d.port|d uses the same port as c",
            "bridge.yaml:6|devices.e.previous_id|this id is in use by another device",
            "bridge.yaml:8|devices.g.previous_id|g has the same previous_id as f");
    }

    [Fact]
    public void Two_streams_on_one_port_are_told_also_by_two_names_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("by-id").FullName;
        var link = Path.Combine(folder, "usb-FTDI_P1-if00");
        File.CreateSymbolicLink(link, "/dev/null");
        Yaml($$"""
            devices:
              a: { driver: dsmr, port: /dev/null }
              b: { driver: dsmr, port: {{link}} }
              c: { driver: dsmr, port: 'usb:0403:6001:A50285BI' }
            """);

        Faults().Should().Equal("bridge.yaml:3|devices.b.port|b uses the same port as a");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Two_devices_of_a_list_with_one_id_are_told()
    {
        Yaml("devices:\n  - { id: a, driver: bme280, bus: 1 }\n  - { id: a, driver: bme280, bus: 2 }\n");

        TheOnlyFault("bridge.yaml:3|devices.a|another device of the list has the same id");
    }

    [Fact]
    public void A_stream_without_an_interval_takes_every_telegram()
    {
        Yaml(OnPort + "stale_after: 10s");

        var meter = Good().Devices.Should().ContainSingle().Which;
        meter.Interval.Should().Be(TimeSpan.Zero);
        meter.StaleAfter.Should().Be(TimeSpan.FromSeconds(10));
    }
}
