using Bridge.Devices.Model;
using Bridge.Devices.Profiles;

namespace Bridge.Unit.Devices.Profiles;

public sealed class RegisterTypeTests
{
    [Theory]
    [InlineData(RegisterType.U16, "FFFF", "65535")]
    [InlineData(RegisterType.I16, "FFFF", "-1")]
    [InlineData(RegisterType.I16, "8000", "-32768")]
    [InlineData(RegisterType.U32, "00010002", "65538")]
    [InlineData(RegisterType.U32, "FFFFFFFF", "4294967295")]
    [InlineData(RegisterType.I32, "FFFFFFFE", "-2")]
    [InlineData(RegisterType.U64, "FFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData(RegisterType.I64, "8000000000000000", "-9223372036854775808")]
    [InlineData(RegisterType.I64, "FFFFFFFFFFFFFFFF", "-1")]
    [InlineData(RegisterType.Float32, "43663333", "230.2")] // the example of the SDM630's document
    [InlineData(RegisterType.Float32, "BF800000", "-1")]
    [InlineData(RegisterType.Float64, "40934A456D5CFAAD", "1234.5678")]
    public void Bits_are_numbers_and_numbers_bits(RegisterType type, string hex, string number)
    {
        var registers = Registers(hex);
        var register = new MeterRegister(new("a"), ModbusTable.HoldingRegisters, 0, type);

        register.Decode(registers).Should().Be(Value.Of(decimal.Parse(number, null)));
        register.Encode(decimal.Parse(number, null), []).Should().Equal(registers);
    }

    [Theory]
    [InlineData(false, false, "1234 5678")] // ABCD
    [InlineData(true, false, "5678 1234")] // CDAB
    [InlineData(false, true, "3412 7856")] // BADC
    [InlineData(true, true, "7856 3412")] // DCBA
    public void Words_and_bytes_lie_in_any_order(bool lowWordFirst, bool lowByteFirst, string hex)
    {
        var register = new MeterRegister(new("a"), ModbusTable.HoldingRegisters, 0, RegisterType.U32)
        {
            Order = new(lowWordFirst, lowByteFirst),
        };

        register.Decode(Registers(hex)).Number.Should().Be(305419896m);
        register.Encode(305419896m, []).Should().Equal(Registers(hex));
    }

    [Theory]
    [InlineData(RegisterType.U16, "-1")]
    [InlineData(RegisterType.U16, "65536")]
    [InlineData(RegisterType.U16, "0.5")]
    [InlineData(RegisterType.I16, "32768")]
    [InlineData(RegisterType.I16, "-32769")]
    [InlineData(RegisterType.U32, "4294967296")]
    [InlineData(RegisterType.I64, "9223372036854775808")]
    [InlineData(RegisterType.U64, "18446744073709551616")]
    [InlineData(RegisterType.Float32, "16777217")] // 2²⁴ + 1
    [InlineData(RegisterType.Float32, "123456789")]
    public void A_number_that_does_not_fit_exactly_is_refused(RegisterType type, string number) =>
        type.Bits(decimal.Parse(number, null)).Should().BeNull();

    [Theory]
    [InlineData(RegisterType.Float32, 0x7FC00000)] // not a number
    [InlineData(RegisterType.Float32, 0xFFFFFFFF)] // not a number
    [InlineData(RegisterType.Float32, 0x7F800000)] // infinite
    [InlineData(RegisterType.Float32, 0xFF800000)] // minus infinite
    [InlineData(RegisterType.Float32, 0x7F7FFFFF)] // the largest single
    [InlineData(RegisterType.Float64, 0x7FF8000000000000)] // not a number
    [InlineData(RegisterType.Float64, 0x7FEFFFFFFFFFFFFF)] // the largest double
    public void A_float_that_is_no_quantity_is_no_value(RegisterType type, ulong bits) => type.Number(bits).Should().BeNull();

    [Fact]
    public void A_single_that_is_less_than_a_decimal_can_hold_is_zero() =>
        RegisterType.Float32.Number(0x00000001).Should().Be(0);

    private static ushort[] Registers(string hex) =>
    [
        .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)).Chunk(2)
            .Select(static pair => (ushort)((pair[0] << 8) | pair[1])),
    ];
}
