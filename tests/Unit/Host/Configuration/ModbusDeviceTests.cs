using Bridge.Devices.Drivers;
using Bridge.Devices.Model;

namespace Bridge.Unit.Host.Configuration;

/// <summary>Devices that share a Modbus line.</summary>
public sealed class ModbusDeviceTests : ConfigurationFixture
{
    private const string House = "devices:\n  house: { driver: sdm120, port: /dev/ttyUSB0, unit: 1 }\n  ";

    internal override IReadOnlyList<Driver> Drivers => DriverCatalog.All;

    [Fact]
    public void What_is_not_given_is_as_the_meter_leaves_its_factory()
    {
        Yaml("devices: { house: { driver: sdm120, port: /dev/ttyUSB0 } }");

        Good().Devices.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Port = "/dev/ttyUSB0",
            Line = new LineSettings(2400),
            Unit = (byte)1,
            Interval = TimeSpan.FromSeconds(10),
            AnswerTimeout = TimeSpan.FromSeconds(1),
        });
    }

    [Fact]
    public void The_time_out_is_that_of_one_answer()
    {
        Yaml("devices: { house: { driver: sdm630, port: 'tcp://gate:4001', unit: 247, timeout: 300ms, parity: even } }");

        var device = Good().Devices.Should().ContainSingle().Which;
        device.AnswerTimeout.Should().Be(TimeSpan.FromMilliseconds(300));
        device.Timeout.Should().BeGreaterThan(TimeSpan.FromMinutes(1), "a reading also waits for others on its line");
        device.Line.Should().Be(new LineSettings(9600, 8, Parity.Even));
        device.Unit.Should().Be(247);
    }

    [Theory]
    [InlineData("unit: 0", "house.unit", "'0' does not fit; expected a whole number from 1 to 247")]
    [InlineData("unit: 248", "house.unit", "'248' does not fit; expected a whole number from 1 to 247")]
    [InlineData("bus: 1", "house.bus", "sdm120 sits on a serial port and has no bus; use port")]
    public void A_meter_that_cannot_be_is_told(string key, string path, string message)
    {
        Yaml($"devices: {{ house: {{ driver: sdm120, port: /dev/ttyUSB0, {key} }} }}");

        TheOnlyFault($"bridge.yaml:1|devices.{path}|{message}");
    }

    [Fact]
    public void Units_share_a_port_when_they_see_its_line_the_same_way()
    {
        Yaml(House + "garage: { driver: sdm630, port: /dev/./ttyUSB0, unit: 2, baud: 2400 }");

        Good().Devices.Should().HaveCount(2);
    }

    [Fact]
    public void Units_behind_one_gateway_share_its_connection_whatever_their_lines_are()
    {
        Yaml("""
            devices:
              house: { driver: sdm120, port: 'modbus-tcp://Gate' }
              garage: { driver: sdm630, port: 'modbus-tcp://gate:502/', unit: 2 }
              itself: { driver: sdm630, port: 'modbus-tcp://gate', unit: 255 }
            """);

        Good().Devices.Select(static device => device.Unit).Should().Equal(1, 2, 255);
    }

    [Theory]
    [InlineData("port: 'modbus-tcp://'", "port", "the value does not fit; expected a path such as /dev/ttyUSB0, "
        + "usb:vid:pid such as usb:0403:6001, tcp://host:port, or modbus-tcp://host")]
    [InlineData("port: 'modbus-tcp://gate:99999'", "port", "the value does not fit; expected a path such as /dev/ttyUSB0, "
        + "usb:vid:pid such as usb:0403:6001, tcp://host:port, or modbus-tcp://host")]
    [InlineData("port: 'modbus-tcp://gate', unit: 256", "unit", "'256' does not fit; expected a whole number from 0 to 255")]
    [InlineData("port: 'tcp://gate:4001', unit: 255", "unit", "'255' does not fit; expected a whole number from 1 to 247")]
    public void A_gateway_that_cannot_be_is_told(string keys, string key, string message)
    {
        Yaml($"devices: {{ house: {{ driver: sdm120, {keys} }} }}");

        TheOnlyFault($"bridge.yaml:1|devices.house.{key}|{message}");
    }

    [Fact]
    public void What_has_no_effect_behind_a_gateway_is_told()
    {
        Yaml("devices: { house: { driver: sdm120, port: 'modbus-tcp://gate', baud: 9600 } }");

        Good().Devices.Should().ContainSingle();
        Warnings().Should().Equal("bridge.yaml:1|devices.house.baud|has no effect over modbus-tcp://, where the gateway sets "
            + "its own line");
    }

    [Fact]
    public void Only_Modbus_devices_speak_Modbus_TCP()
    {
        Yaml("devices: { house: { driver: dsmr, port: 'modbus-tcp://gate' } }");

        TheOnlyFault("bridge.yaml:1|devices.house.port|the value does not fit; expected a path such as /dev/ttyUSB0, "
            + "usb:vid:pid such as usb:0403:6001, or tcp://host:port");
    }

    [Theory]
    [InlineData(
        "{ driver: sdm630, port: /dev/ttyUSB0, unit: 2 }",
        "port|garage sets its line to 9600 8N1, house the same line to 2400 8N1; "
            + "give both the same baud, data_bits, parity and stop_bits")]
    [InlineData("{ driver: sdm120, port: /dev/ttyUSB0 }", "unit|garage has the same unit on the same port as house")]
    [InlineData("{ driver: dsmr, port: /dev/ttyUSB0 }", "port|garage uses the same port as house")]
    [InlineData("{ driver: dsmr, port: /dev/ttyUSB1, unit: 1 }", "unit|dsmr sits on a serial port and has no unit; use port")]
    public void Devices_that_cannot_live_together_are_told(string device, string fault)
    {
        Yaml(House + $"garage: {device}");

        Faults().Should().ContainSingle().Which.Should().EndWith($"|devices.garage.{fault}");
    }
}
