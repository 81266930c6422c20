using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Extensions.Logging;

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

    [Fact]
    public void A_bug_of_the_driver_is_logged_with_its_stack_and_tried_again()
    {
        _chip.Failure = new FormatException("index 7");

        var device = Run(TimeSpan.FromSeconds(30), () => _chip.Starts.Count == 2);

        device.Report.Reason.Should().Be("bug");
        _log.AtLeast(LogLevel.Error).Should().NotBeEmpty();
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

    private Device Run(TimeSpan interval, Func<bool> until)
    {
        var store = new MemoryStateStore();
        var device = new Device(TestDevices.Polled(interval), store, _observer, _time);
        using var stop = new CancellationTokenSource();
        var pump = new Pump(_time);
        var supervisor = new PolledSupervisor(device, _chip, _log, _time);
        var running = pump.Start(() => supervisor.RunAsync(stop.Token));
        pump.Until(until, TimeSpan.FromMilliseconds(100), "the cycles");
        stop.Cancel();
        pump.Until(() => running.IsCompleted, TimeSpan.Zero, "the end of the supervisor");
        return device;
    }

    private sealed class ScriptedDevice(ManualTime time) : IPolledDevice
    {
        public DeviceInfo Info { get; } = new();

        public List<DateTimeOffset> Starts { get; } = [];

        public TimeSpan Duration { get; set; }

        public Exception? Failure { get; set; }

        public async ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Starts.Add(time.GetUtcNow());
            await Task.Delay(Duration, time, cancellationToken);
            return Failure is null ? new(time.GetUtcNow(), [new("temperature", Value.Of(21.5m))]) : throw Failure;
        }
    }
}
