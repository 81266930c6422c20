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
    public void A_fault_that_goes_on_is_told_once_however_long()
    {
        _episodes.Begins(BusFault.NoAnswer).Should().BeTrue();
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            _episodes.Begins(BusFault.NoAnswer).Should().BeFalse();
        }
    }

    [Fact]
    public void Another_kind_of_fault_is_told()
    {
        _episodes.Begins(BusFault.NoAnswer).Should().BeTrue();
        _episodes.Begins(BusFault.Timeout).Should().BeTrue();
    }

    [Fact]
    public void A_fault_between_good_readings_is_one_episode()
    {
        _episodes.Begins(BusFault.Checksum).Should().BeTrue();
        for (var i = 0; i < 100; i++)
        {
            _episodes.Recovered();
            _time.Advance(TimeSpan.FromSeconds(30));
            _episodes.Begins(BusFault.Checksum).Should().BeFalse();
        }
    }

    [Fact]
    public void After_a_quiet_minute_it_is_a_new_one()
    {
        _episodes.Begins(BusFault.Checksum).Should().BeTrue();
        _episodes.Recovered();
        _time.Advance(TimeSpan.FromMinutes(1));
        _episodes.Begins(BusFault.Checksum).Should().BeTrue();
    }
}
