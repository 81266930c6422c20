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
}
