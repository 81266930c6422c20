using System.Globalization;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline.Stages;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Unit.Host.Pipeline.Stages;

public sealed class CounterGuardTests
{
    private static readonly Config Checks = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(4, 4711);

    // P passed, H held, R refused; a number each 10 s.
    [Theory]
    [InlineData("100 100 100.5", "P P P")]
    [InlineData("1000.0 999.9 999.9 999.9 999.9 1000.0 999.9 1000.1", "P H H H H P H P")]
    [InlineData("0.3 0.2 0.2 0.2 0.2 0.2", "P H H H H H")]
    [InlineData("0.1 0.0 0.0 0.0 0.0", "P H H H H")]
    [InlineData("100 90 90 90 90 90", "P H H H H H")]
    public void A_small_fall_is_waited_out_for_as_long_as_it_lasts(string numbers, string expected) =>
        Judge(new(null, null, 3), numbers).Should().Be(expected);

    [Theory]
    [InlineData("99999.9 0.2 0.3 0.3 0.4", "P H H P P")]
    [InlineData("12345 11000 11000 11001 11001", "P H H P P")]
    [InlineData("5 0 0 0 1", "P H H P P")]
    [InlineData("500 0 500 0 0 500 501", "P H P H H P P")]
    [InlineData("500 40 20 20 20", "P H H H P")]
    [InlineData("500 0 480 0 0 0", "P H H H H P")]
    public void A_new_start_is_believed_when_three_in_a_row_agree(string numbers, string expected) =>
        Judge(new(null, null, 3), numbers).Should().Be(expected);

    [Theory]
    [InlineData("100 103 111 112", "P P R P")]
    [InlineData("100 9999 101 9999 9999 101", "P R P R R P")]
    [InlineData("100 500 501 502 503", "P R R P P")]
    [InlineData("100 500 900 901 902", "P R R R P")]
    [InlineData("100 0 500 1 2 3", "P H R H H P")]
    public void A_rise_that_is_too_fast_is_refused_until_three_in_a_row_agree(string numbers, string expected) =>
        Judge(new(null, 0.5m, 3), numbers).Should().Be(expected);

    [Theory]
    [InlineData(true, 1, "100 99 98.9 98.9 98.9", "P H H H P")]
    [InlineData(false, 20, "100 80 79 79 79", "P H H H P")]
    public void How_far_a_small_fall_goes_can_be_set(bool isPercent, int amount, string numbers, string expected) =>
        Judge(new(new(isPercent ? ThresholdKind.Percent : ThresholdKind.Absolute, amount), null, 3), numbers).Should().Be(expected);

    [Fact]
    public void The_rate_counts_over_the_time_that_went_by_also_before_the_start()
    {
        var guard = new CounterGuard(null, 0.01m, 3);
        guard.Begin(1000, TimeSpan.FromHours(-5)); // 18,000 s: 180 at most

        guard.Judge(1181, TimeSpan.Zero, out var invalid).Should().Be(GuardVerdict.Refused);
        invalid.Should().Be("rose faster than 0.01 a second from 1000");
        guard.Judge(1180, TimeSpan.Zero, out _).Should().Be(GuardVerdict.Passed);
    }

    [Fact]
    public void A_clock_that_was_set_back_refuses_no_more_than_it_takes_to_learn_anew()
    {
        var guard = new CounterGuard(null, 0.01m, 3);
        guard.Begin(1000, TimeSpan.FromHours(1));

        Judge(guard, "1001 1001 1001 1001").Should().Be("R R P P");
    }

    [Fact]
    public void No_fall_passes_that_was_not_confirmed()
    {
        var cases = from numbers in Gen.Choose(0, 400).ArrayOf(60)
                    from rate in Gen.Elements<decimal?>(null, 0.5m, 3m)
                    from confirm in Gen.Choose(2, 5)
                    select (numbers, rate, confirm);
        Prop.ForAll(cases.ToArbitrary(), static each =>
        {
            var guard = new CounterGuard(null, each.rate, each.confirm);
            decimal? last = null;
            var since = 0; // numbers that did not pass, in a row
            foreach (var (index, number) in each.numbers.Index())
            {
                if (guard.Judge(number / 10m, TimeSpan.FromSeconds(index), out _) != GuardVerdict.Passed)
                {
                    since++;
                    continue;
                }

                if (number / 10m < last && since < each.confirm - 1)
                {
                    return false;
                }

                (last, since) = (number / 10m, 0);
            }

            return true;
        }).Check(Checks);
    }

    private static string Judge(CounterGuard guard, string numbers) => string.Join(' ', numbers.Split(' ').Select((number, index) =>
        guard.Judge(decimal.Parse(number, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(10 * index), out _).ToString()[0]));
}
