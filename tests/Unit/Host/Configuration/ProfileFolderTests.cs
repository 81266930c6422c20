using Bridge.Devices.Drivers;
using Bridge.Devices.Model;

namespace Bridge.Unit.Host.Configuration;

/// <summary>Devices that are made of a profile, one that the program brings or one of the user's own.</summary>
public sealed class ProfileFolderTests : ConfigurationFixture
{
    private const string Heater = """
        manufacturer: Acme
        baud: 19200
        interval: 30s
        entities:
          flow_temperature: { address: 0x10, type: i16, factor: 0.1, unit: °C, device_class: temperature }
          pump: { address: 3, table: coil, kind: switch }
        """;

    internal override IReadOnlyList<Driver> Drivers => DriverCatalog.All;

    [Theory]
    [InlineData("heater.yaml")]
    [InlineData("heater.yml")]
    public void A_profile_beside_the_configuration_makes_the_device(string file)
    {
        Profile(file, Heater);
        Device("profile: heater, entities: { pump: { on_start: 'off' } }");

        var device = Good().Devices.Should().ContainSingle().Which;
        device.Driver.Should().BeOfType<ModbusDriver>().Which.Should().BeEquivalentTo(new
        {
            Name = "heater",
            Info = new DeviceInfo { Manufacturer = "Acme" },
            Line = new LineSettings(19200),
        });
        device.Interval.Should().Be(TimeSpan.FromSeconds(30));
        device.Driver.Entities(device.Settings).Select(static entity => (entity.Key, entity.Kind)).Should().Equal(
            ("flow_temperature", EntityKind.Sensor), ("pump", EntityKind.Switch));
    }

    [Fact]
    public void It_may_be_JSON()
    {
        Profile("heater.json", """{ "entities": { "mode": { "address": 1, "unavailable": [1, "0xFFFF"] } } }""");
        Device("profile: heater");

        Good().Devices.Should().ContainSingle();
    }

    [Fact]
    public void A_profile_that_the_program_brings_is_named_likewise()
    {
        Device("profile: sdm120");

        Good().Devices.Should().ContainSingle().Which.Driver.Info.Model.Should().Be("SDM120-Modbus");
    }

    [Fact]
    public void A_file_of_the_same_name_comes_before_it()
    {
        Profile("sdm120.yaml", Heater);
        Device("profile: sdm120");

        Good().Devices.Should().ContainSingle().Which.Driver.Info.Manufacturer.Should().Be("Acme");
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_file_and_line()
    {
        Profile("heater.yaml", """
            baudd: 9600
            entities:
              flow:
                address: 0x10
                type: flaot32
              power: { address: 2, device_class: power, unit: °C }
              pump:
                adress: 3
            """);
        Yaml("""
            mqtt: { prot: 1 }
            devices:
              boiler: { driver: modbus, port: /dev/ttyUSB0, profile: heater }
              cellar: { driver: modbus, port: /dev/ttyUSB1, profile: heater }
            """);

        Faults().Should().BeEquivalentTo(
            "bridge.yaml:1|mqtt.prot|no key has this name; did you mean mqtt.port?",
            "profiles/heater.yaml:1|baudd|no key has this name; did you mean baud?",
            "profiles/heater.yaml:5|entities.flow.type|'flaot32' does not fit; expected one of u16, i16, u32, i32, u64, i64, "
                + "float32, float64, bit, ascii; did you mean float32?",
            "profiles/heater.yaml:7|entities.pump.address|address is missing; expected an address from 0 to 65535 or 0x0000 "
                + "to 0xFFFF, counted from 0",
            "profiles/heater.yaml:8|entities.pump.adress|no key has this name; did you mean address?");
    }

    [Fact]
    public void What_Home_Assistant_would_refuse_is_told_at_its_line()
    {
        Profile("heater.yaml", """
            entities:
              power: { address: 2, device_class: power, unit: °C }
            """);
        Device("profile: heater");

        Faults().Should().ContainSingle().Which.Should().StartWith("profiles/heater.yaml:2|entities.power|")
            .And.Contain("°C");
    }

    [Fact]
    public void The_entities_of_the_device_are_those_of_the_profile()
    {
        Profile("heater.yaml", Heater);
        Device("profile: heater, entities: { pumpe: { name: Pump } }");

        TheOnlyFault("bridge.yaml:1|devices.boiler.entities.pumpe|heater has no such entity; did you mean pump?");
    }

    [Fact]
    public void A_missing_profile_is_told_with_those_that_there_are_and_where_was_looked()
    {
        Profile("heater.yaml", Heater);
        Profile("notes.txt", "nothing");
        Device("profile: haeter");

        TheOnlyFault("bridge.yaml:1|devices.boiler.profile|no profile has this name; looked for profiles/haeter.yaml, .yml and "
            + ".json; there are sdm120, sdm630, and in profiles heater; did you mean heater?");
    }

    [Fact]
    public void Without_the_folder_too()
    {
        Device("profile: pump");

        TheOnlyFault("bridge.yaml:1|devices.boiler.profile|no profile has this name; looked for profiles/pump.yaml, .yml and "
            + ".json; there are sdm120, sdm630, and none in profiles");
    }

    [Theory]
    [InlineData("../heater")]
    [InlineData("/etc/heater")]
    [InlineData("heater.yaml")]
    [InlineData("Heater")]
    public void The_folder_is_not_left(string name)
    {
        Profile("heater.yaml", Heater);
        Write("heater.yaml", Heater);
        Device($"profile: {name}");

        TheOnlyFault("bridge.yaml:1|devices.boiler.profile|not the name of a profile: expected a to z, 0 to 9, _ and -, without "
            + "a folder or an ending; there are sdm120, sdm630, and in profiles heater");
    }

    [Fact]
    public void A_device_without_one_is_told()
    {
        Device("unit: 1");

        TheOnlyFault("bridge.yaml:1|devices.boiler.profile|profile is missing; expected the name of a profile");
    }

    [Fact]
    public void Two_files_of_one_name_are_one_too_many()
    {
        Profile("heater.yaml", Heater);
        Profile("heater.json", "{}");
        Device("profile: heater");

        TheOnlyFault("profiles/heater.yaml||heater.json is there too; keep one of them");
    }

    [Theory]
    [InlineData("heater.yaml", "text", "profiles/heater.yaml:1||expected a mapping of keys, such as entities:")]
    [InlineData("heater.json", "[1]", "profiles/heater.json:1||expected a mapping of keys")]
    [InlineData("heater.json", "{ ", "profiles/heater.json:1||not valid JSON (line 1, column 3)")]
    public void A_file_that_is_none_is_told(string file, string text, string fault)
    {
        Profile(file, text);
        Device("profile: heater");

        Faults().Should().Contain(fault);
    }

    [Fact]
    public void In_a_container_without_a_file_the_folder_is_where_the_file_would_be()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "config", "profiles"));
        Write("config/profiles/heater.yaml", Heater);
        Variable("BRIDGE_DEVICES__BOILER", """{"driver":"modbus","port":"/dev/ttyUSB0","profile":"heater"}""");

        Good(request => request with { InContainer = true, MountedFile = Path.Combine(Folder, "config", "bridge.yaml") })
            .Devices.Should().ContainSingle();
    }

    private void Device(string keys) => Yaml($"devices: {{ boiler: {{ driver: modbus, port: /dev/ttyUSB0, {keys} }} }}");

    private void Profile(string file, string text)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "profiles"));
        Write($"profiles/{file}", text);
    }
}
