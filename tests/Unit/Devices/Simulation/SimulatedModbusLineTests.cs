using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;

namespace Bridge.Unit.Devices.Simulation;

public sealed class SimulatedModbusLineTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_function_is_understood_by_a_unit(bool echoes)
    {
        var unit = new SimulatedUnit()
            .With(ModbusTable.Coils, 0, new ushort[20]).With(ModbusTable.DiscreteInputs, 0, 1, 0, 1)
            .With(ModbusTable.HoldingRegisters, 100, 1, 2, 3).With(ModbusTable.InputRegisters, 0, 65535);
        await using var line = new ModbusLine(
            "simulated",
            new(115200),
            _ => ValueTask.FromResult<ISerialPort>(new SimulatedModbusLine(new Dictionary<byte, SimulatedUnit> { [5] = unit }, echoes)),
            TimeProvider.System);
        var link = line.Link(5, TimeSpan.FromSeconds(20));
        var none = CancellationToken.None;

        (await link.ReadAsync(ModbusTable.InputRegisters, 0, 1, none)).Should().Equal(65535);
        (await link.ReadAsync(ModbusTable.DiscreteInputs, 0, 3, none)).Should().Equal(1, 0, 1);
        await link.WriteAsync(ModbusTable.HoldingRegisters, 100, new ushort[] { 7 }, asMany: false, none);
        await link.WriteAsync(ModbusTable.HoldingRegisters, 101, new ushort[] { 8, 9 }, asMany: false, none);
        (await link.ReadAsync(ModbusTable.HoldingRegisters, 100, 3, none)).Should().Equal(7, 8, 9);
        await link.WriteAsync(ModbusTable.Coils, 1, new ushort[] { 1 }, asMany: false, none);
        await link.WriteAsync(ModbusTable.Coils, 9, new ushort[] { 1, 0, 1 }, asMany: false, none);
        (await link.ReadAsync(ModbusTable.Coils, 0, 12, none)).Should().Equal(0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1);
        link.Place.Should().Be("simulated unit 5");
    }

    [Theory]
    [InlineData("01 2B 0000 0001", "01 AB 01")] // no such function
    [InlineData("01 04 0001 0001", "01 84 02")] // no such register
    [InlineData("01 04 0000 0000", "01 84 03")] // nothing asked for
    [InlineData("01 04 0000 007E", "01 84 03")] // too much
    [InlineData("01 10 0000 0001 03 0000", "01 90 03")] // a count that is not that of the bytes
    public void What_it_does_not_have_it_answers_with_an_exception(string request, string answer)
    {
        var unit = new SimulatedUnit().With(ModbusTable.InputRegisters, 0, 1).With(ModbusTable.HoldingRegisters, 0, 1);

        unit.Answer(Frame(request)).Should().Equal(Frame(answer));
    }

    [Fact]
    public void A_damaged_request_is_not_answered()
    {
        var request = Frame("01 04 0000 0001");
        request[3] ^= 1;

        new SimulatedUnit().Answer(request).Should().BeEmpty();
    }

    private static byte[] Frame(string content)
    {
        byte[] frame = [.. Convert.FromHexString(content.Replace(" ", "", StringComparison.Ordinal)), 0, 0];
        ModbusCrc.Close(frame);
        return frame;
    }
}
