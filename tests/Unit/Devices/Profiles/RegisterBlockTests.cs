using Bridge.Devices.Model;
using Bridge.Devices.Profiles;

namespace Bridge.Unit.Devices.Profiles;

public sealed class RegisterBlockTests
{
    [Fact]
    public void Neighbours_are_read_together_in_any_order()
    {
        Plan(0, 125, (4, RegisterType.U16), (0, RegisterType.Float32), (2, RegisterType.U32)).Should().Equal((0, 5));
    }

    [Fact]
    public void A_gap_is_read_along_when_it_is_small_enough()
    {
        Plan(3, 125, (0, RegisterType.U16), (4, RegisterType.U16)).Should().Equal((0, 5));
        Plan(2, 125, (0, RegisterType.U16), (4, RegisterType.U16)).Should().Equal((0, 1), (4, 1));
    }

    [Fact]
    public void A_block_that_grows_too_long_ends_before_the_value_that_does_not_fit()
    {
        Plan(0, 3, (0, RegisterType.U32), (2, RegisterType.U32)).Should().Equal((0, 2), (2, 2));
    }

    [Fact]
    public void Two_views_of_the_same_registers_are_one_read()
    {
        Plan(0, 125, (8, RegisterType.Float32), (8, RegisterType.U16), (9, RegisterType.U16)).Should().Equal((8, 2));
    }

    [Fact]
    public void Tables_are_read_apart()
    {
        MeterRegister[] registers =
        [
            new(new("a"), ModbusTable.InputRegisters, 0, RegisterType.U16),
            new(new("b"), ModbusTable.HoldingRegisters, 1, RegisterType.U16),
        ];

        RegisterBlock.Plan(registers, 8, 125).Should().HaveCount(2);
    }

    [Fact]
    public void A_one_phase_meter_takes_three_requests()
    {
        var sdm120 = EmbeddedProfiles.All.Single(static profile => profile.Name == "sdm120");

        RegisterBlock.Plan(sdm120.Registers, sdm120.MaxGap, sdm120.MaxRegisters)
            .Select(static block => ((int)block.Address, block.Count))
            .Should().Equal((0x00, 0x20), (0x46, 10), (0x156, 2));
    }

    [Fact]
    public void Every_value_lies_whole_in_one_block_and_no_block_is_too_long()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var limit = random.Next(2, 126);
            var registers = Enumerable.Range(0, random.Next(1, 60)).Select(_ => new MeterRegister(
                new("x"),
                ModbusTable.InputRegisters,
                (ushort)random.Next(300),
                random.Next(2) == 0 ? RegisterType.U16 : RegisterType.U32)).ToArray();

            var blocks = RegisterBlock.Plan(registers, random.Next(20), limit);

            blocks.Sum(static block => block.Members.Length).Should().Be(registers.Length);
            blocks.Should().OnlyContain(block => block.Count <= limit && block.Members.All(member =>
                member.Address >= block.Address && member.Address + member.Length <= block.Address + block.Count));
        }
    }

    private static IEnumerable<(int Address, int Count)> Plan(
        int gap, int most, params (ushort Address, RegisterType Type)[] wanted) => RegisterBlock.Plan(
            wanted.Select(static each => new MeterRegister(
                new($"r{each.Address}"), ModbusTable.InputRegisters, each.Address, each.Type)),
            gap,
            most).Select(static block => ((int)block.Address, block.Count));
}
