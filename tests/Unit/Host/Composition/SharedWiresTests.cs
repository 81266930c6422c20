using Bridge.Devices.Model;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Unit.Host.Runtime;

namespace Bridge.Unit.Host.Composition;

public sealed class SharedWiresTests
{
    private const string Gone = "no /dev/i2c-1";

    private static readonly DeviceOptions Chip = TestDevices.Polled(TimeSpan.FromSeconds(10));

    private readonly SharedWires _wires = new(
    [
        Chip with { Id = "a" },
        Chip with { Id = "b" },
        Chip with { Id = "alone", Bus = "/dev/i2c-2" },
        TestDevices.Stream() with { Id = "meter" },
    ]);

    [Fact]
    public void What_is_wrong_with_a_wire_is_told_by_the_first_that_meets_it()
    {
        _wires.Tells("a", BusFault.PortMissing, Gone).Should().BeTrue();
        _wires.Tells("b", BusFault.PortMissing, Gone).Should().BeFalse();
        _wires.Tells("a", BusFault.PortMissing, Gone).Should().BeTrue("it is its to tell on");
        _wires.IsSilent("a").Should().BeFalse();
        _wires.IsSilent("b").Should().BeTrue();
    }

    [Fact]
    public void After_the_recovery_it_is_told_anew()
    {
        _wires.Tells("a", BusFault.PortMissing, Gone);
        _wires.Tells("b", BusFault.PortMissing, Gone);
        _wires.Recovers("a").Should().BeTrue();
        _wires.Recovers("b").Should().BeFalse("it did not tell the fault either");

        _wires.Tells("b", BusFault.PortMissing, Gone).Should().BeTrue();
        _wires.Tells("a", BusFault.PortMissing, Gone).Should().BeFalse();
    }

    [Fact]
    public void What_is_wrong_with_a_device_is_its_own_to_tell()
    {
        _wires.Tells("a", BusFault.PortMissing, Gone);
        _wires.Tells("b", BusFault.PortMissing, Gone);

        _wires.Tells("b", BusFault.NoAnswer, "no acknowledge").Should().BeTrue();
        _wires.IsSilent("b").Should().BeFalse();
        _wires.Tells("b", BusFault.Busy, "the kernel driver bme280 has this chip").Should().BeTrue();
        _wires.Tells("a", BusFault.NoAnswer, "no acknowledge").Should().BeTrue();
        _wires.Tells("b", BusFault.PortMissing, Gone).Should().BeTrue("nobody else tells it any more");
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("meter")]
    public void Who_has_a_wire_for_itself_tells_everything(string device)
    {
        _wires.Tells("a", BusFault.PortMissing, Gone);

        _wires.Tells(device, BusFault.PortMissing, Gone).Should().BeTrue();
        _wires.IsSilent(device).Should().BeFalse();
        _wires.Recovers(device).Should().BeTrue();
    }
}
