using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Host.Schedules;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class PolledSupervisorTests
{
    private readonly ManualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly RecordingLogger _log = new();
    private readonly ScriptedDevice _chip;

    public PolledSupervisorTests() => _chip = new(_time);

    [Fact]
    public void Asks_at_its_interval_without_drift()
    {
        _chip.Duration = TimeSpan.FromMilliseconds(700);

        Run(TimeSpan.FromSeconds(10), () => _chip.Starts.Count == 20);

        var first = _chip.Starts[0];
        _chip.Starts.Select((at, i) => at - first - (TimeSpan.FromSeconds(10) * i))
            .Should().OnlyContain(drift => drift.Duration() < TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void Does_not_make_up_for_cycles_that_a_slow_reading_missed()
    {
        _chip.Duration = TimeSpan.FromSeconds(3.5);

        Run(TimeSpan.FromSeconds(1), () => _chip.Starts.Count == 5);

        (_chip.Starts[4] - _chip.Starts[0]).TotalSeconds.Should().BeApproximately(16, 1);
    }

    [Fact]
    public void Tries_a_failed_cycle_again_sooner_than_the_interval_with_growing_pauses()
    {
        _chip.Failure = new BusException(BusFault.NoAnswer, "nobody at 0x76");

        var device = Run(TimeSpan.FromMinutes(1), () => _chip.Starts.Count == 6);

        var pauses = _chip.Starts.Zip(_chip.Starts.Skip(1), static (a, b) => Math.Round((b - a).TotalSeconds));
        pauses.Should().Equal(10, 20, 40, 60, 60);
        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Error, Reason = "no_answer", Online = false });
        _observer.Faults.Should().ContainSingle();
    }

    [Fact]
    public void Gives_a_reading_up_after_its_time_out()
    {
        _chip.Duration = TimeSpan.FromHours(1);

        var device = Run(TimeSpan.FromSeconds(30), () => !_observer.Faults.IsEmpty);

        device.Report.Reason.Should().Be("timeout");
        _observer.Faults.Should().ContainSingle().Which.Message.Should().Contain("5 s");
    }

    [Theory]
    [InlineData(BusFault.Timeout)]
    [InlineData(BusFault.NoAnswer)]
    [InlineData(BusFault.Checksum)]
    public void A_transient_fault_is_tried_again_within_the_cycle(BusFault fault)
    {
        _chip.Failures.Enqueue(new BusException(fault, "once"));

        var device = Run(TimeSpan.FromMinutes(1), () => _chip.Starts.Count == 2, retries: 1);

        (_chip.Starts[1] - _chip.Starts[0]).TotalMilliseconds.Should().Be(200);
        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Ok, Failures = 0, Readings = 1 });
        _observer.Notices.Should().BeEmpty();
    }

    [Theory]
    [InlineData(BusFault.InvalidValue)]
    [InlineData(BusFault.WrongChip)]
    [InlineData(BusFault.Protocol)]
    [InlineData(BusFault.PortMissing)]
    [InlineData(BusFault.BusDown)]
    [InlineData(BusFault.Busy)]
    [InlineData(BusFault.Permission)]
    public void Another_fault_is_not(BusFault fault)
    {
        _chip.Failures.Enqueue(new BusException(fault, "once"));

        Run(TimeSpan.FromMinutes(1), () => _chip.Starts.Count == 2, retries: 5);

        (_chip.Starts[1] - _chip.Starts[0]).TotalSeconds.Should().Be(10);
        _observer.Notices.Should().ContainSingle();
    }

    [Fact]
    public void Retries_have_growing_pauses_and_a_failed_device_has_none_until_it_is_well()
    {
        for (var i = 0; i < 5; i++)
        {
            _chip.Failures.Enqueue(new BusException(BusFault.NoAnswer, "nobody at 0x76"));
        }

        _chip.Failures.Enqueue(null);
        _chip.Failures.Enqueue(new BusException(BusFault.NoAnswer, "nobody at 0x76"));

        var device = Run(TimeSpan.FromSeconds(30), () => _chip.Starts.Count == 8, retries: 2);

        // Three tries, then one a step, then well, on the grid again, and tried again at once.
        Pauses().Should().Equal(0.2, 0.4, 10, 20, 30, 29.4, 0.2);
        device.Report.Failures.Should().Be(3);
    }

    [Fact]
    public void A_retry_never_waits_for_longer_than_a_part_of_the_interval()
    {
        _chip.Failures.Enqueue(new BusException(BusFault.NoAnswer, "once"));

        Run(TimeSpan.FromMilliseconds(400), () => _chip.Starts.Count == 2, retries: 1);

        Pauses().Should().Equal(0.1);
    }

    [Fact]
    public void After_a_fault_it_is_on_its_grid_again()
    {
        _chip.Failures.Enqueue(null);
        _chip.Failures.Enqueue(new BusException(BusFault.NoAnswer, "nobody at 0x76"));

        Run(TimeSpan.FromSeconds(60), () => _chip.Starts.Count == 5);

        _chip.Starts.Select(at => (at - _chip.Starts[0]).TotalSeconds).Should().Equal(0, 60, 70, 120, 180);
    }

    [Fact]
    public void A_step_of_the_wall_clock_changes_nothing()
    {
        Run(
            TimeSpan.FromSeconds(10),
            () =>
            {
                if (_chip.Starts.Count is 3 or 5)
                {
                    _time.StepWallClock(TimeSpan.FromHours(_chip.Starts.Count - 4));
                    _chip.Starts.Add(default);
                }

                return _chip.Starts.Count == 10;
            });

        _chip.Stamps.Zip(_chip.Stamps.Skip(1), (a, b) => _time.GetElapsedTime(a, b).TotalSeconds)
            .Should().OnlyContain(static pause => pause == 10);
    }

    [Fact]
    public void Fifty_devices_of_one_interval_have_turns_of_their_own_and_keep_them()
    {
        var random = new Random(1);
        var pump = new Pump(_time);
        using var stop = new CancellationTokenSource();
        var chips = Enumerable.Range(0, 50).Select(_ => new ScriptedDevice(_time)).ToArray();
        var running = chips.Select(chip => pump.Start(() =>
            Supervisor(chip, TimeSpan.FromSeconds(60), random).RunAsync(stop.Token))).ToArray();

        pump.Until(() => chips.All(static chip => chip.Starts.Count == 10), TimeSpan.FromMilliseconds(50), "ten cycles");

        var first = chips.Select(static chip => chip.Starts[0]).Order().ToArray();
        (first[^1] - first[0]).Should().BeLessThan(TimeSpan.FromSeconds(2));
        first.GroupBy(static at => at.Ticks / TimeSpan.FromMilliseconds(100).Ticks).Max(static turn => turn.Count())
            .Should().BeLessThan(8);
        chips.Should().OnlyContain(static chip => chip.Starts[9] - chip.Starts[0] == TimeSpan.FromMinutes(9));
        stop.Cancel();
        pump.Until(() => running.All(static each => each.IsCompleted), TimeSpan.Zero, "the end");
    }

    [Fact]
    public void A_schedule_is_kept_after_a_first_reading_at_the_start()
    {
        // The clock begins at 12:00.
        Run(Schedule.Parse("*/20 13 * * *"), () => _chip.Starts.Count == 4);

        _chip.Starts.Select(static at => at.ToString("HH:mm:ss")).Should()
            .Equal("12:00:00", "13:00:00", "13:20:00", "13:40:00");
    }

    [Fact]
    public void A_failed_reading_of_a_schedule_is_tried_again_but_no_time_of_it_is_passed_over()
    {
        _chip.Failure = new BusException(BusFault.NoAnswer, "nobody at 0x76");

        Run(Schedule.Parse("1 * * * *"), () => _chip.Starts.Count == 5);

        _chip.Starts.Select(static at => at.ToString("HH:mm:ss")).Should()
            .Equal("12:00:00", "12:00:10", "12:00:30", "12:01:00", "12:02:20");
    }

    [Fact]
    public void Is_online_again_by_itself()
    {
        _chip.Failure = new BusException(BusFault.NoAnswer, "nobody at 0x76");
        var device = Run(
            TimeSpan.FromSeconds(10),
            () =>
            {
                if (_chip.Starts.Count == 4)
                {
                    _chip.Failure = null;
                }

                return _observer.Changes.Any(static changes => changes.HasFlag(Changes.State));
            });

        device.Report.Should().BeEquivalentTo(new { Status = DeviceStatus.Ok, Online = true, ConsecutiveFailures = 0 });
    }

    private Device Run(TimeSpan interval, Func<bool> until, int retries = 0) =>
        Run(TestDevices.Polled(interval) with { Retries = retries }, until);

    private Device Run(Schedule schedule, Func<bool> until) =>
        Run(TestDevices.Polled(schedule.LongestPause) with { Schedule = schedule }, until);

    private Device Run(DeviceOptions options, Func<bool> until)
    {
        var device = new Device(options, new MemoryStateStore(), _observer, _time);
        using var stop = new CancellationTokenSource();
        var pump = new Pump(_time);
        var supervisor = new PolledSupervisor(device, _chip, _log, _time);
        var running = pump.Start(() => supervisor.RunAsync(stop.Token));
        pump.Until(until, TimeSpan.FromMilliseconds(100), "the cycles");
        stop.Cancel();
        pump.Until(() => running.IsCompleted, TimeSpan.Zero, "the end of the supervisor");
        return device;
    }

    private PolledSupervisor Supervisor(IPolledDevice chip, TimeSpan interval, Random random) =>
        new(new(TestDevices.Polled(interval), new MemoryStateStore(), _observer, _time), chip, _log, _time)
        {
            Random = random,
        };

    private IEnumerable<double> Pauses() =>
        _chip.Starts.Zip(_chip.Starts.Skip(1), static (a, b) => Math.Round((b - a).TotalSeconds, 1));

    private sealed class ScriptedDevice(ManualTime time) : IPolledDevice
    {
        public DeviceInfo Info { get; } = new();

        public List<DateTimeOffset> Starts { get; } = [];

        public List<long> Stamps { get; } = [];

        public TimeSpan Duration { get; set; }

        /// <summary>What becomes of the next readings; null for a good one.</summary>
        public Queue<Exception?> Failures { get; } = new();

        /// <summary>What becomes of all that follow.</summary>
        public Exception? Failure { get; set; }

        public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Starts.Add(time.GetUtcNow());
            Stamps.Add(time.GetTimestamp());
            await Task.Delay(Duration, time, cancellationToken);
            var failure = Failures.TryDequeue(out var next) ? next : Failure;
            return failure is null ? new(time.GetUtcNow(), [new("temperature", Value.Of(21.5m))]) : throw failure;
        }
    }
}
