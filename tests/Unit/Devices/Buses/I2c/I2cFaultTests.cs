using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.I2c;

/// <summary>What real adapters answer: i2c-tiny-usb ENXIO, cp2112 ETIMEDOUT, others EREMOTEIO or EIO.</summary>
public sealed class I2cFaultTests
{
    private const string Present = "/dev/null";
    private const string Absent = "/dev/i2c-250";

    [Theory]
    [InlineData(Present, 6, BusFault.NoAnswer)] // ENXIO
    [InlineData(Present, 121, BusFault.NoAnswer)] // EREMOTEIO
    [InlineData(Present, 5, BusFault.NoAnswer)] // EIO
    [InlineData(Absent, 5, BusFault.PortMissing)]
    [InlineData(Present, 19, BusFault.NoAnswer)] // ENODEV: i2c-stub
    [InlineData(Absent, 19, BusFault.PortMissing)]
    [InlineData(Present, 4, BusFault.Timeout)] // EINTR
    [InlineData(Present, 110, BusFault.Timeout)] // ETIMEDOUT
    [InlineData(Present, 95, BusFault.Protocol)] // EOPNOTSUPP
    [InlineData(Present, 22, BusFault.Protocol)] // EINVAL
    [InlineData(Present, 16, BusFault.BusDown)] // EBUSY of a transfer: the lines are held
    public void Each_errno_has_its_reason(string path, int error, BusFault fault)
    {
        var exception = I2cFault.Of(path, 0x76, error);
        exception.Fault.Should().Be(fault);
        exception.Message.Should().StartWith(path);
    }
}
