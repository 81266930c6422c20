using Bridge.Host.Runtime;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class PaceTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new(); // begins at 12:00 on a Thursday
    private readonly DateTimeOffset _begin;

    public PaceTests() => _begin = _time.GetUtcNow();

    [Fact]
    public void Jitter_is_around_the_points_of_the_grid_and_never_adds_up()
    {
        var pace = new IntervalPace(Minute, Minute / 10, new Random(5), _time);

        var late = new List<double>();
        for (var point = 0; point < 1000; point++)
        {
            _time.Advance(pace.Left);
            late.Add((_time.GetUtcNow() - _begin - (point * Minute)).TotalSeconds);
            pace.Pass();
        }

        late.Should().OnlyContain(static seconds => Math.Abs(seconds) <= 6);
        late.Skip(1).Min().Should().BeLessThan(-5.5);
        late.Max().Should().BeGreaterThan(5.5);
        late.Average().Should().BeApproximately(0, 0.5);
    }

    [Fact]
    public void An_extra_reading_moves_no_point_and_a_missed_one_is_not_made_up_for()
    {
        var pace = new IntervalPace(Minute, TimeSpan.Zero, null, _time);
        pace.Pass();
        _time.Advance(Minute / 2);
        pace.Pass();
        pace.Left.Should().Be(Minute / 2);
        _time.Advance(3.2 * Minute);
        pace.Left.Should().BeNegative();

        pace.Pass();

        pace.Left.Should().Be(0.3 * Minute);
    }

    [Fact]
    public void A_clock_that_is_put_forward_runs_once_what_it_passed_over()
    {
        var pace = Schedule("*/5 * * * *");

        _time.StepWallClock(TimeSpan.FromHours(1));

        Runs(pace, TimeSpan.FromMinutes(16)).Should().Equal("13:00", "13:05", "13:10", "13:15");
    }

    [Fact]
    public void A_clock_that_is_put_back_starves_nobody()
    {
        var pace = Schedule("*/5 * * * *");
        Runs(pace, TimeSpan.FromMinutes(6)).Should().Equal("12:05");

        _time.StepWallClock(TimeSpan.FromHours(-1));

        Runs(pace, TimeSpan.FromMinutes(10)).Should().Equal("11:10", "11:15");
    }

    [Fact]
    public void A_clock_that_was_years_ahead_starves_nobody()
    {
        _time.StepWallClock(TimeSpan.FromDays(4000));
        var pace = Schedule("0 6 * * *");

        _time.StepWallClock(TimeSpan.FromDays(-4000));

        Runs(pace, TimeSpan.FromDays(1)).Should().Equal("06:00");
    }

    [Fact]
    public void A_correction_of_the_clock_runs_nothing_twice()
    {
        var pace = Schedule("*/5 * * * *");
        Runs(pace, TimeSpan.FromMinutes(5)).Should().Equal("12:05");

        _time.StepWallClock(TimeSpan.FromSeconds(-2));

        Runs(pace, TimeSpan.FromMinutes(5.1)).Should().Equal("12:10");
    }

    [Fact]
    public void A_schedule_has_its_phase_after_each_of_its_times()
    {
        var pace = Schedule("0 13 * * *", TimeSpan.FromSeconds(1.5));

        Runs(pace, TimeSpan.FromHours(2), "HH:mm:ss.f").Should().Equal("13:00:01.5");
    }

    private SchedulePace Schedule(string text, TimeSpan phase = default) =>
        new(Bridge.Host.Schedules.Schedule.Parse(text), phase, _time);

    private List<string> Runs(SchedulePace pace, TimeSpan within, string format = "HH:mm")
    {
        var runs = new List<string>();
        for (var left = within; left >= TimeSpan.Zero;)
        {
            if (pace.Left is { Ticks: > 0 } wait)
            {
                left -= wait;
                _time.Advance(left >= TimeSpan.Zero ? wait : wait + left);
                continue;
            }

            runs.Add(_time.GetUtcNow().ToString(format));
            pace.Pass();
        }

        return runs;
    }
}
