using Bridge.Devices.Buses;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.I2c;

/// <summary>What shows without hardware; tests/hil shows the rest on the kernel's drivers.</summary>
public sealed class LinuxI2cBusTests
{
    private readonly LinuxWires _wires = new(TimeProvider.System);

    [Fact]
    public void A_bus_that_is_not_there_is_missing()
    {
        var open = () => _wires.OpenI2c("250");
        open.Should().Throw<BusException>().Where(e => e.Fault == BusFault.PortMissing)
            .WithMessage("no /dev/i2c-250: is I²C enabled*");
    }

    [Fact]
    public void A_node_that_is_no_bus_is_refused()
    {
        var open = () => _wires.OpenI2c("/dev/null");
        open.Should().Throw<BusException>().Where(e => e.Fault == BusFault.Protocol).WithMessage("*no I²C bus*");
    }
}
