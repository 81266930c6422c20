using Bridge.Devices.Profiles;

namespace Bridge.Unit.Devices.Profiles;

public sealed class RegisterTypeTests
{
    [Theory]
    [InlineData(RegisterType.U16, 0xFFFF, 0, false, "65535")]
    [InlineData(RegisterType.I16, 0xFFFF, 0, false, "-1")]
    [InlineData(RegisterType.U32, 0x0001, 0x0002, false, "65538")]
    [InlineData(RegisterType.U32, 0x0001, 0x0002, true, "131073")]
    [InlineData(RegisterType.I32, 0xFFFF, 0xFFFE, false, "-2")]
    [InlineData(RegisterType.Float32, 0x4366, 0x3333, false, "230.2")] // the example of the SDM630's document
    [InlineData(RegisterType.Float32, 0x3333, 0x4366, true, "230.2")]
    [InlineData(RegisterType.Float32, 0xBF80, 0x0000, false, "-1")]
    [InlineData(RegisterType.Float32, 0x0000, 0x0001, false, "0")] // less than a decimal can hold
    public void Reads_numbers(RegisterType type, ushort first, ushort second, bool lowFirst, string number) =>
        type.Read([first, second], lowFirst).Should().Be(decimal.Parse(number, null));

    [Theory]
    [InlineData(0x7FC0, 0x0000)] // not a number
    [InlineData(0xFFFF, 0xFFFF)] // not a number
    [InlineData(0x7F80, 0x0000)] // infinite
    [InlineData(0xFF80, 0x0000)] // minus infinite
    [InlineData(0x7F7F, 0xFFFF)] // the largest single
    public void A_float_that_is_no_quantity_is_no_value(ushort first, ushort second) =>
        RegisterType.Float32.Read([first, second], lowFirst: false).Should().BeNull();
}
