using System.Globalization;
using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Host.Cli.Demo;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Cli.Demo;

public sealed class DemoWiresTests
{
    private static readonly LineSettings Line = new(9600);

    private readonly DemoWires _wires = new(new NoWires(), new ManualTime());

    [Fact]
    public void The_demo_has_its_bus()
    {
        using var bus = _wires.OpenI2c("/dev/i2c-demo");

        var id = new byte[1];
        bus.Transfer(0x76, [0xD0], id);
        id[0].Should().Be(0x60, "the chip id of a BME280");
    }

    [Theory]
    [InlineData("/dev/p1-demo")]
    [InlineData("/dev/modbus-demo")]
    public async Task The_demo_has_its_lines(string port)
    {
        await using var line = await _wires.OpenSerialAsync(port, Line, CancellationToken.None);

        line.Should().NotBeNull();
    }

    [Fact]
    public async Task Everything_else_is_the_machine_s()
    {
        _wires.Invoking(static wires => wires.OpenI2c("/dev/i2c-1")).Should().Throw<BusException>().WithMessage("bus /dev/i2c-1");
        await _wires.Awaiting(static wires => wires.OpenSerialAsync("/dev/ttyUSB0", Line, CancellationToken.None).AsTask())
            .Should().ThrowAsync<BusException>().WithMessage("line /dev/ttyUSB0");
    }

    [Fact]
    public void The_configuration_of_the_composed_demo_describes_the_house_of_the_demo()
    {
        var loaded = new ConfigurationLoader(DriverCatalog.All).Load(new()
        {
            File = Path.Combine(Checkout.Root, "deploy/demo/bridge.yaml"),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            WorkingDirectory = Checkout.Root,
            AddOnOptionsFile = Path.Combine(Checkout.Root, "no-options.json"),
        });

        loaded.Faults.Should().BeEmpty();
        loaded.Warnings.Should().BeEmpty();
        loaded.Options!.Devices.Select(Described).Should().Equal(DemoHouse.Options(new()).Devices.Select(Described));
    }

    private static string Described(DeviceOptions device) => string.Join(
        ' ',
        [
            device.Id, device.Name, device.Driver.Name, device.Bus ?? device.Port!, device.Interval.ToString(),
            device.Bus is null ? device.Line.ToString() : device.Address.ToString(CultureInfo.InvariantCulture),
            .. device.Driver.Entities(device.Settings).Select(static entity => $"{entity.Key} {entity.GetType().Name}"),
        ]);

    private sealed class NoWires : IWires
    {
        public II2cBus OpenI2c(string path) => throw new BusException(BusFault.PortMissing, $"bus {path}");

        public ValueTask<ISerialPort> OpenSerialAsync(
            string port, LineSettings line, CancellationToken cancellationToken) =>
            throw new BusException(BusFault.PortMissing, $"line {port}");
    }
}
