using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class FaultEpisodesTests
{
    private readonly ManualTime _time = new();
    private readonly FaultEpisodes _episodes;

    public FaultEpisodesTests() => _episodes = new(_time);

    [Fact]
    public void The_first_failure_is_told_then_the_second_the_fourth_the_eighth()
    {
        var told = Enumerable.Range(1, 20).Select(_ => Note()).Where(static notice => notice.IsDue);

        told.Select(static notice => notice.Number).Should().Equal(1, 2, 4, 8, 16);
    }

    [Fact]
    public void What_goes_on_is_told_each_hour()
    {
        var told = new List<double>();
        for (var minute = 0; minute < 600; minute++)
        {
            if (Note().IsDue && minute > 300)
            {
                told.Add(minute);
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        // The 256th failure was told in minute 255, the 512th in minute 511.
        told.Should().Equal(315, 375, 435, 495, 511, 571);
    }

    [Fact]
    public void Another_kind_of_fault_is_counted_for_itself()
    {
        Note().Number.Should().Be(1);
        Note().Number.Should().Be(2);
        Note(BusFault.Timeout).Should().BeEquivalentTo(new { Number = 1, IsDue = true, Begin = _time.GetUtcNow() });
    }

    [Fact]
    public void A_fault_between_good_readings_is_one_episode()
    {
        var told = 0;
        var recoveries = 0;
        for (var i = 0; i < 100; i++)
        {
            told += Note(BusFault.Checksum).IsDue ? 1 : 0;
            recoveries += _episodes.Recovered() is null ? 0 : 1;
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        told.Should().Be(7, "1, 2, 4, 8, 16, 32, 64");
        recoveries.Should().Be(told, "each answers what was told");
    }

    [Fact]
    public void After_a_quiet_minute_it_is_a_new_one()
    {
        Note();
        Note();
        _episodes.Recovered();
        _time.Advance(TimeSpan.FromMinutes(1));

        Note().Should().BeEquivalentTo(new { Number = 1, IsDue = true, Begin = _time.GetUtcNow() });
    }

    [Fact]
    public void A_recovery_tells_how_long_it_was_and_how_often_it_failed()
    {
        Note(BusFault.Checksum);
        _time.Advance(TimeSpan.FromSeconds(5));
        Note();
        _time.Advance(TimeSpan.FromSeconds(20));
        Note();
        _time.Advance(TimeSpan.FromSeconds(70));

        _episodes.Recovered().Should().Be(new Recovery(TimeSpan.FromSeconds(95), 3));
        _episodes.Recovered().Should().BeNull("it was well before");
    }

    [Fact]
    public void A_fault_of_one_value_in_a_good_reading_goes_on()
    {
        Note(BusFault.InvalidValue);
        _episodes.Recovered(but: BusFault.InvalidValue).Should().BeNull();
        _time.Advance(TimeSpan.FromHours(2));
        Note(BusFault.InvalidValue).Number.Should().Be(2);
        _episodes.Recovered().Should().Be(new Recovery(TimeSpan.FromHours(2), 2));
    }

    [Fact]
    public void What_is_demanded_is_told_whatever_its_number()
    {
        Note(BusFault.Bug);
        Note(BusFault.Bug);
        _episodes.Note(BusFault.Bug, "down", demanded: true).Should().BeEquivalentTo(new { Number = 3, IsDue = true });
    }

    private FaultNotice Note(BusFault fault = BusFault.NoAnswer) => _episodes.Note(fault, "nobody at 0x76");
}
