using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Modbus;

/// <summary>Contents of frames: the examples of the Modbus application protocol 1.1b3, chapter 6.</summary>
public sealed class ModbusRequestTests
{
    [Theory]
    [InlineData(ModbusTable.Coils, 0x13, 19, "01 01 0013 0013")]
    [InlineData(ModbusTable.DiscreteInputs, 0xC4, 22, "01 02 00C4 0016")]
    [InlineData(ModbusTable.HoldingRegisters, 0x6B, 3, "01 03 006B 0003")]
    [InlineData(ModbusTable.InputRegisters, 0x08, 1, "01 04 0008 0001")]
    public void Reads_are_the_examples_of_the_standard(ModbusTable table, ushort address, int count, string content) =>
        Content(ModbusRequest.Read(1, table, address, count)).Should().Equal(Hex(content));

    [Fact]
    public void Writes_are_the_examples_of_the_standard()
    {
        Content(ModbusRequest.Write(1, ModbusTable.Coils, 0xAC, [1])).Should().Equal(Hex("01 05 00AC FF00"));
        Content(ModbusRequest.Write(1, ModbusTable.HoldingRegisters, 1, [3])).Should().Equal(Hex("01 06 0001 0003"));
        Content(ModbusRequest.Write(1, ModbusTable.Coils, 0x13, [1, 0, 1, 1, 0, 0, 1, 1, 1, 0]))
            .Should().Equal(Hex("01 0F 0013 000A 02 CD01"));
        Content(ModbusRequest.Write(1, ModbusTable.HoldingRegisters, 1, [0x0A, 0x102]))
            .Should().Equal(Hex("01 10 0001 0002 04 000A 0102"));
    }

    [Fact]
    public void A_frame_ends_with_its_checksum_the_lower_byte_first()
    {
        // The request for the voltage of an SDM120 or SDM630, as both protocol documents have it.
        ModbusRequest.Read(1, ModbusTable.InputRegisters, 0, 2).Frame.ToArray().Should().Equal(Hex("010400000002 71CB"));
        ModbusCrc.Of("123456789"u8).Should().Be(0x4B37, "it is the check value of CRC-16/MODBUS");
    }

    [Fact]
    public void Values_are_read_out_of_the_examples_of_the_standard()
    {
        ModbusRequest.Read(1, ModbusTable.HoldingRegisters, 0x6B, 3).Values(Hex("01 03 06 022B 0000 0064 0000"))
            .Should().Equal(555, 0, 100);
        ModbusRequest.Read(1, ModbusTable.Coils, 0x13, 19).Values(Hex("01 01 03 CD6B05 0000"))
            .Should().Equal(1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 126)]
    [InlineData(65535, 2)]
    public void What_the_protocol_does_not_have_is_refused(ushort address, int count)
    {
        var read = () => ModbusRequest.Read(1, ModbusTable.InputRegisters, address, count);
        read.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void What_can_only_be_read_is_not_written()
    {
        var write = () => ModbusRequest.Write(1, ModbusTable.InputRegisters, 0, [1]);
        write.Should().Throw<ArgumentException>();
    }

    private static byte[] Content(ModbusRequest request)
    {
        ModbusCrc.Fits(request.Frame.Span).Should().BeTrue();
        return request.Frame[..^2].ToArray();
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
