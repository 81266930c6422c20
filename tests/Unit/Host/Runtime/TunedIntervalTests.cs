using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.Store;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

/// <summary>An interval that is set from Home Assistant.</summary>
public sealed class TunedIntervalTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ManualTime _time = new();
    private readonly MemoryStateStore _store = new();
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Holds_at_once_without_waiting_for_the_end_of_the_present_one()
    {
        var device = Make(Hour);
        var chip = new Chip(_time);
        var pump = new Pump(_time);
        using var stop = new CancellationTokenSource();
        var running = pump.Start(() => new PolledSupervisor(device, chip, new RecordingLogger(), _time).RunAsync(stop.Token));
        pump.Until(() => chip.Reads.Count == 1, TimeSpan.FromMilliseconds(100), "the first reading");
        pump.Pass(TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(100));

        Set(device, 30);
        pump.Until(() => chip.Reads.Count == 4, TimeSpan.FromMilliseconds(100), "three more");
        stop.Cancel();
        pump.Until(() => running.IsCompleted, TimeSpan.Zero, "the end of the supervisor");

        chip.Reads.Zip(chip.Reads.Skip(1), static (a, b) => (b - a).TotalSeconds).Should().Equal(90, 30, 30);
    }

    [Fact]
    public void Is_shown_kept_and_taken_up_after_a_restart()
    {
        var device = Make(TimeSpan.FromMinutes(1));
        State(device).Should().Contain("\"interval\":60");

        Set(device, 300);

        State(device).Should().Contain("\"interval\":300");
        _store.FindKept("office").Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("interval", "300"));
        var again = Make(TimeSpan.FromMinutes(1));
        again.Options.Interval.Should().Be(TimeSpan.FromMinutes(5));
        again.Options.StaleAfter.Should().Be(TimeSpan.FromMinutes(15), "it follows the interval where the user does not set it");
        State(again).Should().Contain("\"interval\":300");
        again.Keeping.Differences.Should().Equal(("interval", "5m", "1m"));
    }

    [Fact]
    public void A_device_with_a_longer_interval_is_not_stale_between_its_readings()
    {
        var device = Make(TimeSpan.FromSeconds(20));
        device.Accept(new(_time.GetUtcNow(), [new("temperature", Value.Of(20))]));
        Set(device, 600);

        _time.Advance(TimeSpan.FromSeconds(1700));
        device.Tick();
        device.Report.Status.Should().Be(DeviceStatus.Ok);

        _time.Advance(TimeSpan.FromSeconds(200));
        device.Tick();
        device.Report.Status.Should().Be(DeviceStatus.Stale);
    }

    [Fact]
    public void Is_none_of_its_concern_when_the_configuration_does_not_ask_for_it()
    {
        Set(Make(TimeSpan.FromMinutes(1)), 300);

        var device = new Device(TestDevices.Polled(TimeSpan.FromMinutes(1)), _store, _observer, _time);

        device.Options.Interval.Should().Be(TimeSpan.FromMinutes(1));
        State(device).Should().NotContain("interval");
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("0.01")]
    [InlineData("86400")]
    [InlineData("-5")]
    public void What_is_kept_and_cannot_be_is_passed_over(string kept)
    {
        _store.Keep("office", "interval", kept);

        Make(TimeSpan.FromMinutes(1)).Options.Interval.Should().Be(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Has_the_limits_that_leave_the_device_well()
    {
        var plain = TestDevices.Polled(TimeSpan.FromMinutes(1)) with { StaleAfter = TimeSpan.FromMinutes(3) };
        plain.ShortestInterval.Should().Be(TimeSpan.FromMilliseconds(100));
        plain.LongestInterval.Should().Be(Hour);
        (plain with { StaleAfter = TimeSpan.FromMinutes(10) }).LongestInterval.Should().Be(TimeSpan.FromMinutes(10));
        (plain with { ExitAfterStale = TimeSpan.FromMinutes(30) }).LongestInterval.Should().Be(TimeSpan.FromMinutes(10));
        var expiring = new EntityOptions { Shown = new() { ExpireAfter = TimeSpan.FromMinutes(10) } };
        (plain with { Entities = plain.Entities.Add("temperature", expiring) }).LongestInterval
            .Should().Be(TimeSpan.FromMinutes(5), "one late reading must not let the value expire");
        (plain with { Totals = [new("energy", TotalKind.Integral, "power")] }).LongestInterval
            .Should().Be(TimeSpan.FromMinutes(5), "a longer pause would add nothing");
        (plain with { Interval = Hour * 2, StaleAfter = Hour * 6 }).LongestInterval.Should().Be(Hour * 2);
    }

    private Device Make(TimeSpan interval) => new(
        TestDevices.Polled(interval) with { Tunable = true, StaleAfter = DeviceOptions.UsualStaleAfter(interval) },
        _store,
        _observer,
        _time);

    private static void Set(Device device, int seconds)
    {
        device.Keeping.TrySet(new("interval", Value.Of(seconds)), out var error).Should().BeTrue();
        error.Should().BeNull();
    }

    private static string State(Device device) => Encoding.UTF8.GetString(device.WriteState());

    private sealed class Chip(ManualTime time) : IPolledDevice
    {
        public DeviceInfo Info { get; } = new();

        public List<DateTimeOffset> Reads { get; } = [];

        public ValueTask<Reading> ReadAsync(CancellationToken cancellationToken)
        {
            Reads.Add(time.GetUtcNow());
            return ValueTask.FromResult(new Reading(time.GetUtcNow(), [new("temperature", Value.Of(21.5m))]));
        }
    }
}
