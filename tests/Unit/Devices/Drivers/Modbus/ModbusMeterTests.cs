using Bridge.Devices.Buses;
using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Drivers.Modbus;

/// <summary>Meters of the catalogue behind a real tty and the real worker of the line.</summary>
public sealed class ModbusMeterTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // a safety net, never waited for
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly Pty _pty = new();
    private readonly Dictionary<byte, SimulatedUnit> _units = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ModbusLine _line;
    private readonly Thread _wire;

    public ModbusMeterTests()
    {
        _line = new(
            _pty.Path,
            new LineSettings(115200),
            token => new LinuxWires(TimeProvider.System).OpenSerialAsync(_pty.Path, new(115200), token),
            TimeProvider.System);
        _wire = new Thread(Answer) { IsBackground = true };
        _wire.Start();
    }

    [Fact]
    public async Task A_one_phase_meter_is_read_over_a_tty()
    {
        _units[3] = Filled(0x158)
            .WithFloat(ModbusTable.InputRegisters, 0x00, 230.2f)
            .WithFloat(ModbusTable.InputRegisters, 0x06, 1.875f)
            .WithFloat(ModbusTable.InputRegisters, 0x0C, -431.5f)
            .WithFloat(ModbusTable.InputRegisters, 0x46, 49.98f)
            .WithFloat(ModbusTable.InputRegisters, 0x48, 1234.567f)
            .WithFloat(ModbusTable.InputRegisters, 0x156, 1300.25f);

        var values = await Read("sdm120", 3);

        values.Should().HaveCount(12).And.Contain(
        [
            new("voltage", 230.2m), new("current", 1.875m), new("power", -431.5m), new("frequency", 49.98m),
            new("energy_import", 1234.567m), new("energy_export", 0m), new("energy_total", 1300.25m),
        ]);
    }

    [Fact]
    public async Task Two_meters_share_the_line()
    {
        _units[1] = Filled(0x158).WithFloat(ModbusTable.InputRegisters, 0x00, 229.5f);
        _units[2] = Filled(0x166).WithFloat(ModbusTable.InputRegisters, 0x34, 5432.1f)
            .WithFloat(ModbusTable.InputRegisters, 0x164, 7.5f);

        var both = await Task.WhenAll(Read("sdm120", 1), Read("sdm630", 2));

        both[0]["voltage"].Should().Be(229.5m);
        both[1].Should().HaveCount(38).And.Contain([new("power", 5432.1m), new("energy_export_l3", 7.5m)]);
    }

    [Fact]
    public async Task A_register_that_holds_no_number_is_unknown()
    {
        _units[1] = Filled(0x158).WithFloat(ModbusTable.InputRegisters, 0x1E, float.NaN);

        (await Read("sdm120", 1)).Should().HaveCount(12).And.Contain("power_factor", null);
    }

    [Fact]
    public async Task A_meter_without_those_registers_is_told_by_name()
    {
        _units[1] = Filled(0x20);

        (await FluentActions.Awaiting(() => Read("sdm120", 1)).Should().ThrowAsync<BusException>()
            .WithMessage($"{_pty.Path} unit 1: illegal data address (exception 2) for input registers 70 to 79"))
            .Which.Fault.Should().Be(BusFault.Protocol);
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        await _stop.CancelAsync();
        _wire.Join(Patience);
        _pty.Dispose();
        _stop.Dispose();
    }

    private static SimulatedUnit Filled(int registers) =>
        new SimulatedUnit().With(ModbusTable.InputRegisters, 0, new ushort[registers]);

    private async Task<Dictionary<string, decimal?>> Read(string driver, byte unit)
    {
        var meter = ((ModbusDriver)DriverCatalog.Find(driver)!).Create(
            _line.Link(unit, Patience), SettingValues.Defaults, TimeProvider.System);
        var reading = await meter.ReadAsync(CancellationToken.None);
        return reading.Values.ToDictionary(static each => each.Key, static each => each.Value.Kind == ValueKind.Unknown ? (decimal?)null : each.Value.Number, StringComparer.Ordinal);
    }

    /// <summary>The other end of the tty: answers byte by byte, as a line brings it.</summary>
    private void Answer()
    {
        var request = new List<byte>();
        while (!_stop.IsCancellationRequested)
        {
            request.AddRange(_pty.Receive(Breath));
            var frame = request.ToArray();
            if (ModbusCrc.Fits(frame) && _units.TryGetValue(frame[0], out var unit))
            {
                request.Clear();
                foreach (var single in unit.Answer(frame))
                {
                    _pty.Send([single]);
                }
            }
        }
    }
}
