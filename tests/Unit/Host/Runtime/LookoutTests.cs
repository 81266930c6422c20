using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

/// <summary>What happens in a polled device between two readings.</summary>
public sealed class LookoutTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly ManualTime _time = new();
    private readonly RecordingObserver _observer = new();
    private readonly Panel _panel;

    public LookoutTests() => _panel = new(_time);

    [Fact]
    public void Is_looked_at_between_readings_which_keep_their_interval()
    {
        Run(() => _panel.Reads.Count == 4);

        _panel.Reads.Zip(_panel.Reads.Skip(1), static (a, b) => b - a).Should().OnlyContain(
            static pause => pause == TimeSpan.FromSeconds(1));
        _panel.Looks.Should().BeInRange(3 * 45, 3 * 50);
    }

    [Fact]
    public void What_happens_is_told_and_is_a_sign_of_life()
    {
        _panel.Happen(3, new DeviceEvent("bell", "press_start"));

        var device = Run(() => _panel.Looks >= 5);

        _observer.Events.Should().Equal(new DeviceEvent("bell", "press_start"));
        device.Report.Should().BeEquivalentTo(new { Online = true, Status = DeviceStatus.Ok, Readings = 2 });
        device.WriteState().Should().Equal("{}"u8.ToArray(), "an event has no value");
    }

    [Fact]
    public void A_look_that_fails_leads_to_a_reading_at_once_and_a_broken_device_is_not_looked_at()
    {
        _panel.FailsFrom = 3;

        var device = Run(() => _panel.Reads.Count == 4);

        _panel.Looks.Should().Be(3);
        (_panel.Reads[1] - _panel.Reads[0]).Should().BeLessThan(TimeSpan.FromMilliseconds(100));
        device.Report.Should().BeEquivalentTo(new { Reason = "no_answer", ConsecutiveFailures = 3, Online = false });
    }

    private Device Run(Func<bool> until)
    {
        var options = TestDevices.Polled(TimeSpan.FromSeconds(1));
        options = options with
        {
            Driver = options.Driver with
            {
                Entities = static _ => [new("bell") { Kind = EntityKind.Event, Options = ["press_start"] }],
            },
        };
        var device = new Device(options, new MemoryStateStore(), _observer, _time);
        using var stop = new CancellationTokenSource();
        var pump = new Pump(_time);
        var supervisor = new PolledSupervisor(device, _panel, new RecordingLogger(), _time) { Watched = _panel };
        var running = pump.Start(() => supervisor.RunAsync(stop.Token));
        pump.Until(until, Step, "what is waited for");
        stop.Cancel();
        pump.Until(() => running.IsCompleted, TimeSpan.Zero, "the end of the supervisor");
        return device;
    }

    private sealed class Panel(ManualTime time) : IWatchedDevice
    {
        private readonly Dictionary<int, DeviceEvent> _events = [];

        public DeviceInfo Info { get; } = new();

        public TimeSpan LookInterval => TimeSpan.FromMilliseconds(20);

        public List<DateTimeOffset> Reads { get; } = [];

        public int Looks { get; private set; }

        /// <summary>From this look on it does not answer, to readings neither.</summary>
        public int FailsFrom { get; set; } = int.MaxValue;

        public void Happen(int look, DeviceEvent happened) => _events[look] = happened;

        public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Reads.Add(time.GetUtcNow());
            return Looks >= FailsFrom ? throw Gone : ValueTask.FromResult(new Reading(time.GetUtcNow(), []));
        }

        public ValueTask<ImmutableArray<DeviceEvent>> LookAsync(CancellationToken cancellationToken) =>
            ++Looks >= FailsFrom
                ? throw Gone
                : ValueTask.FromResult<ImmutableArray<DeviceEvent>>(_events.TryGetValue(Looks, out var one) ? [one] : []);

        private static BusException Gone => new(BusFault.NoAnswer, "nobody at 0x20");
    }
}
