using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;

namespace Bridge.Unit.Host.Pipeline;

public sealed class PublishRuleTests
{
    [Fact]
    public void Publishes_each_value_when_nothing_is_set() =>
        Published(new(), 1, 1, 1).Should().Equal(true, true, true);

    [Fact]
    public void On_change_passes_the_first_value_and_what_differs() =>
        Published(new() { OnChange = new(ThresholdKind.Any) }, 21, 21.00m, 21.01m, 21.01m)
            .Should().Equal(true, false, true, false);

    [Fact]
    public void A_dead_band_is_measured_from_the_last_published_value() =>
        Published(new() { OnChange = new(ThresholdKind.Absolute, 0.5m) }, 20, 20.3m, 20.4m, 20.5m, 20.9m, 21.0m)
            .Should().Equal(true, false, false, true, false, true);

    [Fact]
    public void A_dead_band_may_be_a_part_of_the_last_published_value() =>
        Published(new() { OnChange = new(ThresholdKind.Percent, 2) }, 200, 203, 204, 0, 0, -0.001m)
            .Should().Equal(true, false, true, true, false, true);

    [Fact]
    public void Numbers_at_both_ends_of_what_there_is_have_a_distance() =>
        Published(new() { OnChange = new(ThresholdKind.Percent, 100) }, decimal.MaxValue, decimal.MinValue)
            .Should().Equal(true, true);

    [Fact]
    public void A_value_that_must_be_fresh_is_not_published_again_by_itself()
    {
        var rule = new PublishRule(
            new() { OnChange = new(ThresholdKind.Any), AtLeastEvery = TimeSpan.FromMinutes(1) }, repeats: false);
        rule.Offer(Value.Of(21), TimeSpan.Zero).Should().BeTrue();

        rule.IsDue(TimeSpan.FromMinutes(5)).Should().BeFalse("the device has not told it again");
        rule.Offer(Value.Of(21), TimeSpan.FromMinutes(5)).Should().BeTrue("it is unchanged, but it is due");
        rule.Offer(Value.Of(21), TimeSpan.FromMinutes(5.5)).Should().BeFalse();
        rule.IsDue(TimeSpan.FromMinutes(6)).Should().BeTrue("it was told since, and is due");
    }

    [Theory]
    [InlineData("on", "on", false)]
    [InlineData("on", "off", true)]
    public void Texts_differ_or_do_not(string first, string second, bool passes)
    {
        var rule = new PublishRule(new() { OnChange = new(ThresholdKind.Absolute, 5) });

        rule.Offer(Value.Of(first), TimeSpan.Zero).Should().BeTrue();
        rule.Offer(Value.Of(second), At(1)).Should().Be(passes);
        rule.Offer(Value.Unknown, At(2)).Should().BeTrue();
    }

    [Fact]
    public void The_last_value_follows_at_the_end_of_the_shortest_time()
    {
        var rule = new PublishRule(new() { AtMostEvery = At(10) });

        rule.Offer(Value.Of(1), At(0)).Should().BeTrue();
        rule.Offer(Value.Of(2), At(3)).Should().BeFalse();
        rule.Offer(Value.Of(3), At(9)).Should().BeFalse();
        rule.IsDue(At(9.9)).Should().BeFalse();
        rule.IsDue(At(10)).Should().BeTrue();
        rule.Latest.Should().Be(Value.Of(3));
        rule.IsDue(At(60)).Should().BeFalse("nothing came since");
    }

    [Fact]
    public void What_went_back_in_the_meantime_does_not_follow()
    {
        var rule = new PublishRule(new() { AtMostEvery = At(10), OnChange = new(ThresholdKind.Absolute, 1) });
        rule.Offer(Value.Of(20), At(0));
        rule.Offer(Value.Of(25), At(3));
        rule.Offer(Value.Of(20.5m), At(6));

        rule.IsDue(At(10)).Should().BeFalse();
    }

    [Fact]
    public void At_least_every_repeats_the_last_accepted_value_though_it_is_within_the_dead_band()
    {
        var rule = new PublishRule(new() { AtLeastEvery = At(60), OnChange = new(ThresholdKind.Absolute, 1) });
        rule.Offer(Value.Of(20), At(0));
        rule.Offer(Value.Of(20.4m), At(59)).Should().BeFalse();

        rule.IsDue(At(60)).Should().BeTrue();
        rule.Latest.Should().Be(Value.Of(20.4m));
        rule.IsDue(At(119)).Should().BeFalse();
        rule.IsDue(At(120)).Should().BeTrue();
    }

    [Fact]
    public void Nothing_is_due_before_the_first_value() =>
        new PublishRule(new() { AtLeastEvery = At(1) }).IsDue(At(100)).Should().BeFalse();

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    // One number a second.
    private static bool[] Published(PublishOptions options, params decimal[] numbers)
    {
        var rule = new PublishRule(options);
        return [.. numbers.Select((number, second) => rule.Offer(Value.Of(number), At(second)))];
    }
}
