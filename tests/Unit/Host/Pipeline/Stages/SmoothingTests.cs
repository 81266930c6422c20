using Bridge.Host.Pipeline.Stages;

namespace Bridge.Unit.Host.Pipeline.Stages;

public sealed class SmoothingTests
{
    [Fact]
    public void A_median_passes_no_single_spike() =>
        Passed(new Median(3), 20, 21, 99, 22, 23).Should().Equal(20, 20.5m, 21, 22, 23);

    [Fact]
    public void A_mean_is_of_the_last_numbers() =>
        Passed(new Mean(4), 1, 2, 3, 4, 9).Should().Equal(1, 1.5m, 2, 2.5m, 4.5m);

    [Fact]
    public void An_exponential_mean_shows_63_percent_after_one_time_constant()
    {
        var step = new ExponentialMean(TimeSpan.FromSeconds(10));
        step.Pass(0, TimeSpan.Zero).Should().Be(0);

        // 1 - 1/e
        step.Pass(100, TimeSpan.FromSeconds(10)).Should().BeApproximately(63.212056m, 0.000001m);
    }

    [Fact]
    public void An_exponential_mean_depends_on_time_and_not_on_the_count()
    {
        var step = new ExponentialMean(TimeSpan.FromSeconds(10));
        step.Pass(0, TimeSpan.Zero);
        for (var half = 1; half < 20; half++)
        {
            step.Pass(100, TimeSpan.FromSeconds(half / 2.0));
        }

        step.Pass(100, TimeSpan.FromSeconds(10)).Should().BeApproximately(63.212056m, 0.000001m);
    }

    [Fact]
    public void A_One_Euro_filter_at_rest_is_a_low_pass_of_its_lowest_cut_off()
    {
        var step = new OneEuro(new(1, 0));
        step.Pass(0, TimeSpan.Zero).Should().Be(0);

        // alpha = 1 / (1 + 1 / (2π · 1 Hz · 1 s)) = 0.862697
        step.Pass(10, TimeSpan.FromSeconds(1)).Should().BeApproximately(8.62697m, 0.00001m);
    }

    [Fact]
    public void A_One_Euro_filter_lags_less_when_the_number_is_fast()
    {
        var step = new OneEuro(new(1, 1));
        step.Pass(0, TimeSpan.Zero);

        // speed 10/s, low-passed 8.626971/s; cut-off 1 + 8.626971 Hz; alpha 0.983737
        step.Pass(10, TimeSpan.FromSeconds(1)).Should().BeApproximately(9.837368m, 0.00001m);
    }

    [Fact]
    public void Two_numbers_at_one_moment_do_not_divide_by_zero()
    {
        var oneEuro = new OneEuro(new(1, 1));
        oneEuro.Pass(5, TimeSpan.Zero);
        oneEuro.Pass(9, TimeSpan.Zero).Should().Be(5);
        var mean = new ExponentialMean(TimeSpan.FromSeconds(1));
        mean.Pass(5, TimeSpan.Zero);
        mean.Pass(9, TimeSpan.Zero).Should().Be(5);
    }

    // One number a second.
    private static decimal[] Passed(IStep step, params decimal[] numbers) =>
        [.. numbers.Select((number, second) => step.Pass(number, TimeSpan.FromSeconds(second)))];
}
