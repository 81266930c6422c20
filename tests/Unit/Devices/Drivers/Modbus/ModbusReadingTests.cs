using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Profiles;
using Bridge.TestSupport;

namespace Bridge.Unit.Devices.Drivers.Modbus;

/// <summary>Which registers a reading asks for.</summary>
public sealed class ModbusReadingTests
{
    private readonly AskedLink _link = new();
    private readonly ICommandedDevice _device;

    public ModbusReadingTests()
    {
        var profile = new MeterProfile("meter")
        {
            Summary = "A meter",
            Source = "none",
            MaxRegisters = 10,
            Registers =
            [
                new(new("power"), ModbusTable.HoldingRegisters, 0, RegisterType.U16),
                new(new("serial"), ModbusTable.HoldingRegisters, 1, RegisterType.U32) { Every = 3 },
                new(new("reset") { Kind = EntityKind.Button }, ModbusTable.HoldingRegisters, 7, RegisterType.U16),
            ],
        };
        _device = (ICommandedDevice)DriverCatalog.Of(profile).Create(_link, SettingValues.Defaults, new ManualTime());
    }

    [Fact]
    public async Task What_seldom_changes_is_read_seldom_and_what_is_only_written_never()
    {
        for (var reading = 0; reading < 4; reading++)
        {
            await _device.ReadAsync(CancellationToken.None);
        }

        _link.Asked.Should().Equal((0, 1), (1, 2), (0, 1), (0, 1), (0, 1), (1, 2));
    }

    [Fact]
    public async Task A_reading_that_failed_is_tried_again_as_a_whole()
    {
        _link.Fails = true;
        await FluentActions.Awaiting(async () => await _device.ReadAsync(CancellationToken.None)).Should().ThrowAsync<BusException>();
        _link.Fails = false;

        (await _device.ReadAsync(CancellationToken.None)).Values.Select(static each => each.Key).Should().Equal("power", "serial");
    }

    [Fact]
    public async Task After_a_command_everything_is_read_again()
    {
        await _device.ReadAsync(CancellationToken.None);
        await _device.ExecuteAsync(new("reset", Value.Of(true)), CancellationToken.None);

        (await _device.ReadAsync(CancellationToken.None)).Values.Select(static each => each.Key).Should().Equal("power", "serial");
    }

    private sealed class AskedLink : ModbusLink
    {
        private readonly List<(int Address, int Count)> _asked = [];

        public IReadOnlyList<(int Address, int Count)> Asked => _asked;

        public bool Fails { get; set; }

        public override byte Unit => 1;

        public override string Place => "line unit 1";

        public override ValueTask<ushort[]> ReadAsync(
            ModbusTable table, ushort address, int count, CancellationToken cancellationToken)
        {
            _asked.Add((address, count));
            return Fails && address > 0 ? throw new BusException(BusFault.Timeout, "no answer") : ValueTask.FromResult(new ushort[count]);
        }

        public override ValueTask WriteAsync(
            ModbusTable table, ushort address, ReadOnlyMemory<ushort> values, bool asMany, CancellationToken cancellationToken) =>
            ValueTask.CompletedTask;
    }
}
