using Bridge.Host.Runtime;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Runtime;

public sealed class ErrorAllowanceTests
{
    private readonly ManualTime _time = new();
    private readonly ErrorAllowance _allowance;

    public ErrorAllowanceTests() => _allowance = new(_time);

    [Fact]
    public void Sixty_at_once_then_one_each_five_seconds()
    {
        Take(1000).Should().Be(60);
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Take(10).Should().Be(0);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Take(10).Should().Be(1);
    }

    [Fact]
    public void An_hour_of_a_flood_is_no_more_than_780()
    {
        var told = 0;
        for (var second = 0; second < 3600; second++)
        {
            told += Take(200);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        told.Should().BeInRange(770, 780);
    }

    [Fact]
    public void What_was_withheld_is_counted_and_told_when_there_is_room()
    {
        Take(160);
        _allowance.TakeWithheld().Should().Be(0);
        _time.Advance(TimeSpan.FromSeconds(5));
        _allowance.TakeWithheld().Should().Be(100);
        _time.Advance(TimeSpan.FromHours(1));
        _allowance.TakeWithheld().Should().Be(0);
    }

    private int Take(int tries) => Enumerable.Range(0, tries).Count(_ => _allowance.TryTake());
}
