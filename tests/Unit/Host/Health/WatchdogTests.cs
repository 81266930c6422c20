using Bridge.Host.Health;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Health;

public sealed class WatchdogTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _stalls = [];

    [Fact]
    public void A_main_loop_that_stands_still_for_90_seconds_is_told_once()
    {
        using var watchdog = new Watchdog(_time, _stalls.Add);

        Beat(watchdog, seconds: 85);
        _stalls.Should().BeEmpty();
        Beat(watchdog, seconds: 60);

        _stalls.Should().Equal("The main loop has stood still for 90 s; the process ends itself.");
    }

    [Fact]
    public void A_touch_starts_the_count_again()
    {
        using var watchdog = new Watchdog(_time, _stalls.Add);
        Beat(watchdog, seconds: 85);

        watchdog.Touch();
        Beat(watchdog, seconds: 85);

        _stalls.Should().BeEmpty();
    }

    [Fact]
    public void A_suspended_machine_is_forgiven()
    {
        using var watchdog = new Watchdog(_time, _stalls.Add);

        _time.Advance(TimeSpan.FromHours(8));
        Beat(watchdog, seconds: 85);
        _stalls.Should().BeEmpty();

        Beat(watchdog, seconds: 10); // the first beat after the sleep began the count
        _stalls.Should().ContainSingle();
    }

    [Fact]
    public void A_step_of_the_clock_means_nothing()
    {
        using var watchdog = new Watchdog(_time, _stalls.Add);
        Beat(watchdog, seconds: 5);

        _time.StepWallClock(TimeSpan.FromDays(365));
        Beat(watchdog, seconds: 5);

        _stalls.Should().BeEmpty();
    }

    [Fact]
    public void Its_thread_ends_with_it()
    {
        var watchdog = new Watchdog(_time, _stalls.Add);

        watchdog.Start();
        watchdog.Dispose();

        _stalls.Should().BeEmpty();
    }

    private void Beat(Watchdog watchdog, int seconds)
    {
        for (var past = TimeSpan.Zero; past < TimeSpan.FromSeconds(seconds); past += Watchdog.BeatInterval)
        {
            _time.Advance(Watchdog.BeatInterval);
            watchdog.Beat();
        }
    }
}
