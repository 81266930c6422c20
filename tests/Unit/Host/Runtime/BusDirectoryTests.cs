using Bridge.Devices.Buses;
using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;
using Bridge.Host.Runtime;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class BusDirectoryTests
{
    [Fact]
    public async Task A_wire_has_one_worker_however_it_is_spelled()
    {
        await using var buses = new BusDirectory(new SimulatedWires(), new ManualTime());
        var settings = new LineSettings(9600);

        buses.Modbus("/dev/ttyUSB0", settings).Should().BeSameAs(buses.Modbus("/dev/../dev/ttyUSB0", settings));
        buses.Modbus("tcp://Gate:4001/", settings).Should().BeSameAs(buses.Modbus("tcp://gate:4001", settings));
        buses.Modbus("/dev/ttyUSB1", settings).Should().NotBeSameAs(buses.Modbus("/dev/ttyUSB0", settings));
        buses.I2c("1").Should().BeSameAs(buses.I2c("/dev/i2c-1"));
    }

    [Fact]
    public async Task Two_names_of_one_port_share_a_line_which_is_opened_by_the_name_that_stays()
    {
        var folder = Directory.CreateTempSubdirectory("by-id").FullName;
        var link = Path.Combine(folder, "usb-FTDI-if00");
        File.CreateSymbolicLink(link, "/dev/null");
        var wires = new Names();
        await using var buses = new BusDirectory(wires, new ManualTime());

        var line = buses.Modbus("/dev/null", new LineSettings(9600));
        buses.Modbus(link, new LineSettings(9600)).Should().BeSameAs(line);

        await Ask(line).Should().ThrowAsync<BusException>();
        wires.Opened.Should().Equal(link);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_names_that_turn_out_to_be_one_port_later_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("by-id").FullName;
        var link = Path.Combine(folder, "usb-FTDI-if00");
        var wires = new Names();
        await using var buses = new BusDirectory(wires, new ManualTime());
        buses.Modbus("/dev/null", new LineSettings(9600));
        var second = buses.Modbus(link, new LineSettings(9600));
        File.CreateSymbolicLink(link, "/dev/null");

        var refused = await Ask(second).Should().ThrowAsync<BusException>();

        refused.Which.Message.Should().Be(
            $"{link} is the port /dev/null of other devices: give all of them the same name");
        refused.Which.Fault.Should().Be(BusFault.Busy);
        Directory.Delete(folder, recursive: true);
    }

    private static Func<Task> Ask(ModbusLine line) => async () => await line.Link(1, TimeSpan.FromSeconds(1))
        .ReadAsync(ModbusTable.InputRegisters, 0, 1, CancellationToken.None);

    private sealed class Names : IWires
    {
        public List<string> Opened { get; } = [];

        public II2cBus OpenI2c(string path) => throw new InvalidOperationException("no I²C here");

        public ValueTask<ISerialPort> OpenSerialAsync(string port, LineSettings line, CancellationToken cancellationToken)
        {
            Opened.Add(port);
            throw new BusException(BusFault.PortMissing, $"no {port}");
        }
    }
}
