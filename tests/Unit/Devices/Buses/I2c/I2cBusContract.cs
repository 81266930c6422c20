using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.I2c;

/// <summary>
/// What every <see cref="II2cBus"/> does, on a bus with a BME280 of chip id 0x60 at 0x76 and nothing at 0x20. The guest
/// machine of tests/hil holds the kernel's buses against the same statements.
/// </summary>
public abstract class I2cBusContract
{
    [Fact]
    public void Writes_then_reads_after_a_repeated_start()
    {
        using var bus = Open();
        var id = new byte[1];
        bus.Transfer(0x76, [0xD0], id);
        id.Should().Equal(0x60);
    }

    [Fact]
    public void Reads_on_from_where_a_write_alone_left_the_register()
    {
        using var bus = Open();
        var calibration = new byte[2];
        bus.Transfer(0x76, [0x88], []);
        bus.Transfer(0x76, [], calibration);
        calibration.Should().Equal([0x70, 0x6B], "dig_T1 of the worked example is 27504");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void An_address_without_a_chip_does_not_answer(bool writes, bool reads)
    {
        using var bus = Open();
        var transfer = () => bus.Transfer(0x20, writes ? [0xD0] : [], new byte[reads ? 1 : 0]);
        transfer.Should().Throw<BusException>().Where(e => e.Fault == BusFault.NoAnswer).WithMessage("*0x20*");
    }

    [Fact]
    public void Goes_on_after_a_chip_did_not_answer()
    {
        using var bus = Open();
        var absent = () => bus.Transfer(0x20, [0], []);
        absent.Should().Throw<BusException>();
        var id = new byte[1];
        bus.Transfer(0x76, [0xD0], id);
        id.Should().Equal(0x60);
    }

    [Fact]
    public void Refuses_a_transfer_of_nothing()
    {
        using var bus = Open();
        var transfer = () => bus.Transfer(0x76, [], []);
        transfer.Should().Throw<ArgumentException>();
    }

    protected abstract II2cBus Open();
}
