using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.Host.Configuration;

namespace Bridge.Host.Cli.Demo;

/// <summary>
/// The house of the demo: a BME280, a P1 meter, a Modbus meter and a panel with a lamp and a push-button, simulated at the
/// level of registers and bytes.
/// </summary>
internal static class DemoHouse
{
    /// <summary>First level of the demo's topics: it never touches those of a real bridge.</summary>
    public const string Prefix = "bridge-demo";

    private const string Bus = "/dev/i2c-demo";
    private const byte Address = 0x76;
    private const byte Panel = 0x20;
    private const string Port = "/dev/p1-demo";
    private const string ModbusPort = "/dev/modbus-demo";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>The wires behind the devices.</summary>
    public static SimulatedWires Wires(TimeProvider time)
    {
        var meter = new P1Meter(seed: 1);
        var units = new Dictionary<byte, SimulatedUnit> { [1] = SimulatedSdm120.Unit(seed: 1, time) };
        return new SimulatedWires()
            .WithChip(Bus, Address, new SimulatedBme280(Weather, time))
            .WithChip(Bus, Panel, new SimulatedPcf8574 { Pressed = () => Fingers(time.GetUtcNow()) })
            .WithLine(Port, () => new SimulatedLine(meter.Telegram, Pace, time))
            .WithLine(ModbusPort, () => new SimulatedModbusLine(units));
    }

    /// <summary>True for the name of a wire of the demo.</summary>
    public static bool HasWire(string name) => name is Bus or Port or ModbusPort;

    // A room over ten minutes: warm and dry, cool and damp, and back.
    private static Climate Weather(DateTimeOffset now)
    {
        var swing = Math.Sin(now.ToUnixTimeMilliseconds() / 600_000.0 * Math.Tau);
        return new(21.5 + (1.5 * swing), 101_325 + (80 * swing), 48 - (6 * swing));
    }

    private static SettingValues Set(Driver driver, params (string Key, string Text)[] given) => new(given.ToDictionary(
        static each => each.Key,
        each => driver.Settings.Single(setting => setting.Key == each.Key).Read(each.Text)!,
        StringComparer.Ordinal));

    // The button on line 4 is pressed every two seconds, in turn once, twice, and long.
    private static byte Fingers(DateTimeOffset now) => (now.ToUnixTimeMilliseconds() % 6000) switch
    {
        < 150 or (>= 2000 and < 2150) or (>= 2300 and < 2450) or (>= 4000 and < 5000) => 1 << 4,
        _ => 0,
    };

    /// <summary>The configuration: state in memory, topics of its own.</summary>
    public static BridgeOptions Options(MqttOptions broker) => new()
    {
        Mqtt = broker with { TopicPrefix = Prefix },
        State = new() { Path = null },
        Devices =
        [
            new DeviceOptions("demo_office", DriverCatalog.Find("bme280")!)
            {
                Name = "Demo office",
                Bus = Bus,
                Address = Address,
                Interval = Pace,
            },
            new DeviceOptions("demo_meter", DriverCatalog.Find("dsmr")!)
            {
                Name = "Demo meter",
                Port = Port,
                Line = new LineSettings(115200),
            },
            new DeviceOptions("demo_heat_pump", DriverCatalog.Find("sdm120")!)
            {
                Name = "Demo heat pump",
                Port = ModbusPort,
                Line = new LineSettings(9600),
                Interval = Pace,
            },
            new DeviceOptions("demo_panel", DriverCatalog.Find("pcf8574")!)
            {
                Name = "Demo panel",
                Bus = Bus,
                Address = Panel,
                Interval = Pace,
                Settings = Set(DriverCatalog.Find("pcf8574")!, ("outputs", "lamp=0"), ("buttons", "bell=4")),
            },
        ],
    };
}
