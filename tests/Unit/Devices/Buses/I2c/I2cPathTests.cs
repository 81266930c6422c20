using Bridge.Devices.Buses.I2c;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.I2c;

public sealed class I2cPathTests
{
    [Theory]
    [InlineData("1", "/dev/i2c-1")]
    [InlineData("12", "/dev/i2c-12")]
    [InlineData("/dev/i2c-1", "/dev/i2c-1")]
    [InlineData("/dev/sensors", "/dev/sensors")]
    public void A_number_and_a_path_name_a_bus(string bus, string path) => I2cPath.Of(bus).Should().Be(path);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("i2c-1")]
    [InlineData("1/0x70/3")]
    public void Anything_else_is_refused_in_words(string bus)
    {
        var of = () => I2cPath.Of(bus);
        of.Should().Throw<BusException>().WithMessage("*give its number*");
    }
}
