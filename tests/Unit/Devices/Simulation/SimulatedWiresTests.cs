using Bridge.Devices.Model;
using Bridge.Devices.Simulation;

namespace Bridge.Unit.Devices.Simulation;

public sealed class SimulatedWiresTests
{
    [Fact]
    public void A_bus_without_chips_is_missing()
    {
        var open = () => new SimulatedWires().OpenI2c("1");
        open.Should().Throw<BusException>().Where(e => e.Fault == BusFault.PortMissing).WithMessage("*/dev/i2c-1*");
    }

    [Fact]
    public async Task A_line_that_was_not_added_is_missing()
    {
        var open = async () => await new SimulatedWires()
            .OpenSerialAsync("/dev/ttyUSB0", new LineSettings(9600), default);
        (await open.Should().ThrowAsync<BusException>()).Which.Fault.Should().Be(BusFault.PortMissing);
    }
}
