using Bridge.Host.Configuration;
using Bridge.Host.Runtime;
using Bridge.TestSupport;
using Bridge.Unit.Host.Composition.Week;

namespace Bridge.Unit.Host.Composition;

/// <summary>
/// 50 devices, 10 of which fail now and then, for a day; for a week with <c>BRIDGE_SLOW=1</c>. Devices, supervisors, buses
/// and the link to the broker are the product's; wires, broker and clock are made up.
/// </summary>
[Collection(nameof(SimulatedAlone))]
public sealed class SimulatedWeekTests
{
    private static readonly TimeSpan Span =
        TimeSpan.FromDays(SlowRuns.AreWanted ? 7 : 1);

    private static readonly TimeSpan Start = TimeSpan.FromMinutes(10);

    private readonly ManualTime _time = new();

    [Fact]
    public void Nothing_leaks_or_drifts_and_good_devices_are_not_touched_by_those_that_fail()
    {
        var house = new WeekHouse(_time, Span);
        using var run = new WeekRun(house, _time);
        run.Pass(Start);
        var begin = run.Reports();
        run.Pass((Span / 7) - Start);
        var early = run.Usage();
        run.Pass(Span / 7 * 6);
        var late = run.Usage();
        var end = run.Reports();

        foreach (var device in house.Devices.Where(device => !house.Faults.ContainsKey(device.Id)))
        {
            IsUntouched(device, begin[device.Id], end[device.Id]);
        }

        foreach (var (id, fault) in house.Faults)
        {
            run.Warnings(id).Should().BePositive("{0} is told", id);
            if (fault.Trouble != Trouble.Bug) // which is told with its stack, and may stay down when it came too often
            {
                run.Warnings(id).Should().BeLessThanOrEqualTo(fault.Times * 20, "{0} is not told without end", id);
                end[id].Failures.Should().BeGreaterThanOrEqualTo(begin[id].Failures + fault.Times, "{0} fails", id);
                end[id].Should().BeEquivalentTo(new { Online = true, ConsecutiveFailures = 0 }, "{0} comes back", id);
            }
        }

        late.Timers.Should().BeLessThan(early.Timers + 20);
        late.OpenWires.Should().Be(
            house.Devices.Select(static device => device.Bus ?? device.Port).Distinct(StringComparer.Ordinal).Count());
        late.Memory.Should().BeLessThan(early.Memory + (512 * 1024));
        run.DroppedEvents.Should().Be(0);
    }

    private static void IsUntouched(DeviceOptions device, DeviceReport begin, DeviceReport end)
    {
        var interval = device.Interval > TimeSpan.Zero ? device.Interval : TimeSpan.FromMinutes(1);
        var readings = end.Readings - begin.Readings;
        var expected = (Span - Start) / interval;
        end.Failures.Should().Be(0, "{0} is good", device.Id);
        ((double)readings).Should().BeApproximately(expected, Math.Max(1, expected / 100), "{0} has its interval", device.Id);
        var phase = (end.LastSuccessAt!.Value - begin.LastSuccessAt!.Value).Ticks % interval.Ticks / (double)interval.Ticks;
        (phase > 0.5 ? phase - 1 : phase).Should().BeApproximately(0, 0.1, "{0} does not drift", device.Id);
    }
}

/// <summary>What measures memory has the process for itself.</summary>
[CollectionDefinition(nameof(SimulatedAlone), DisableParallelization = true)]
public sealed class SimulatedAlone;
