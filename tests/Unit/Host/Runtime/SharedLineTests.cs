using Bridge.Devices.Buses.Modbus;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

/// <summary>A dead meter and a living one on one Modbus line, in virtual time.</summary>
public sealed class SharedLineTests : IAsyncDisposable
{
    private const byte Living = 1, Dead = 2;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly Pump _pump;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<byte, SimulatedUnit> _units = [];
    private readonly List<(byte Unit, DateTimeOffset At)> _requests = [];
    private readonly ModbusLine _line;
    private readonly List<Task> _running = [];

    public SharedLineTests()
    {
        _pump = new(_time);
        _line = new("/dev/ttyUSB0", new(9600), _ => new(new Tap(this)), _time);
        _units[Living] = Filled();
    }

    [Fact]
    public void A_dead_meter_of_many_blocks_costs_the_line_one_time_out_a_step_and_no_more()
    {
        RegisterBlocks("sdm630").Should().BeGreaterThan(1);
        Start("sdm630", Dead, Second);
        Start("sdm120", Living, Second);

        _pump.Pass(TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(10));

        // Each request to it is a time-out of 1 s; the first cycle has a retry.
        var dead = _requests.Where(static request => request.Unit == Dead).ToArray();
        dead.Length.Should().BeInRange(55, 62);
        dead.Skip(1).Zip(dead.Skip(2), static (a, b) => b.At - a.At).Should().OnlyContain(pause => pause >= 10 * Second);
    }

    [Fact]
    public void A_living_meter_beside_a_dead_one_is_never_late_by_more_than_its_time_out()
    {
        Start("sdm630", Dead, Second);
        Start("sdm120", Living, 5 * Second);

        _pump.Pass(TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(10));

        var blocks = RegisterBlocks("sdm120");
        var starts = _requests.Where(static request => request.Unit == Living).Chunk(blocks)
            .Select(static cycle => cycle[0].At).ToArray();
        var begin = new ManualTime().GetUtcNow();
        starts.Should().HaveCount(121);
        starts.Select((at, turn) => at - begin - (turn * 5 * Second))
            .Should().OnlyContain(late => late >= TimeSpan.Zero && late < 1.3 * Second);
    }

    [Fact]
    public void A_dead_meter_that_comes_back_is_read_within_a_step()
    {
        var device = Start("sdm630", Dead, Second);
        _pump.Pass(TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(50));
        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Error, Reason = "timeout", Online = false });

        _units[Dead] = Filled();
        var since = _time.GetUtcNow();
        _pump.Until(() => device.Report.Online, TimeSpan.FromMilliseconds(50), "the first good reading");

        (_time.GetUtcNow() - since).Should().BeLessThan(11 * Second);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _pump.Until(() => _running.TrueForAll(static each => each.IsCompleted), Second, "the end");
        await _line.DisposeAsync();
        _stop.Dispose();
    }

    private static int RegisterBlocks(string driver)
    {
        var link = new CountingLink();
        var reading = ((ModbusDriver)DriverCatalog.Find(driver)!).Create(link, SettingValues.Defaults, TimeProvider.System)
            .ReadAsync(CancellationToken.None);
        reading.IsCompletedSuccessfully.Should().BeTrue();
        return link.Reads;
    }

    private static SimulatedUnit Filled() => new SimulatedUnit().With(ModbusTable.InputRegisters, 0, new ushort[0x200]);

    private Device Start(string name, byte unit, TimeSpan interval)
    {
        var driver = (ModbusDriver)DriverCatalog.Find(name)!;
        var options = new DeviceOptions($"unit_{unit}", driver)
        {
            Name = $"Unit {unit}",
            Port = "/dev/ttyUSB0",
            Unit = unit,
            Interval = interval,
            Timeout = TimeSpan.FromMinutes(5),
        };
        var device = new Device(options, new MemoryStateStore(), new RecordingObserver(), _time);
        var link = _line.Link(unit, options.AnswerTimeout);
        var supervisor = new PolledSupervisor(
            device, driver.Create(link, options.Settings, _time), new RecordingLogger(), _time);
        _running.Add(_pump.Start(() => supervisor.RunAsync(_stop.Token)));
        return device;
    }

    /// <summary>The simulated line, with a note of each request.</summary>
    private sealed class Tap(SharedLineTests test) : ISerialPort
    {
        private readonly SimulatedModbusLine _wire = new(test._units);

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            _wire.ReadAsync(buffer, cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            test._requests.Add((bytes.Span[0], test._time.GetUtcNow()));
            return _wire.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync() => _wire.DisposeAsync();
    }

    private sealed class CountingLink : ModbusLink
    {
        public override byte Unit => 1;

        public override string Place => "here";

        public int Reads { get; private set; }

        public override ValueTask<ushort[]> ReadAsync(
            ModbusTable table, ushort address, int count, CancellationToken cancellationToken)
        {
            Reads++;
            return new(new ushort[count]);
        }

        public override ValueTask WriteAsync(
            ModbusTable table,
            ushort address,
            ReadOnlyMemory<ushort> values,
            bool asMany,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
