using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Simulation;
using Bridge.TestSupport;
using Bridge.Unit.Devices.Buses.I2c;

namespace Bridge.Unit.Devices.Simulation;

public sealed class SimulatedI2cBusTests : I2cBusContract
{
    protected override II2cBus Open() => new SimulatedWires()
        .WithChip("1", 0x76, new SimulatedBme280(_ => default, new ManualTime()))
        .OpenI2c("/dev/i2c-1");
}
