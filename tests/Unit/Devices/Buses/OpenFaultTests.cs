using Bridge.Devices.Buses;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses;

public sealed class OpenFaultTests
{
    [Fact]
    public void A_missing_right_names_owner_mode_and_self()
    {
        var fault = OpenFault.Of("/dev/null", Errno.Access, "");
        fault.Fault.Should().Be(BusFault.Permission);
        fault.Message.Should().StartWith("no right to open /dev/null (owner uid 0, gid 0, mode 0666; ")
            .And.Contain($"this process is uid {Interop.EffectiveUser()}, gid {Interop.EffectiveGroup()}");
    }

    [Theory]
    [InlineData(2, BusFault.PortMissing)] // ENOENT
    [InlineData(6, BusFault.PortMissing)] // ENXIO
    [InlineData(19, BusFault.PortMissing)] // ENODEV
    [InlineData(1, BusFault.Permission)] // EPERM
    [InlineData(16, BusFault.Busy)] // EBUSY
    [InlineData(24, BusFault.BusDown)] // EMFILE
    public void Each_errno_has_its_reason(int error, BusFault fault) =>
        OpenFault.Of("/dev/x", error, "why").Fault.Should().Be(fault);
}
