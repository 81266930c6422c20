using Bridge.Host.Pipeline.Stages;

namespace Bridge.Unit.Host.Pipeline.Stages;

public sealed class CalibrationTests
{
    [Theory]
    [InlineData("0", "0.5")]
    [InlineData("50", "49.5")]
    [InlineData("100", "98.5")]
    [InlineData("150", "138.5")] // the second line: 0.8 a degree
    [InlineData("-50", "-48.5")] // the first line goes on: 0.98 a degree
    [InlineData("250", "218.5")] // the last line goes on
    public void Follows_straight_lines_between_points_and_beyond_them(string raw, string expected)
    {
        var step = new Interpolation([new(0, 0.5m), new(100, 98.5m), new(200, 178.5m)]);

        step.Pass(decimal.Parse(raw), TimeSpan.Zero).Should().Be(decimal.Parse(expected));
    }

    [Fact]
    public void Calculates_a_polynomial()
    {
        // 1 + 2·3 + 0.5·9
        new Polynomial([1, 2, 0.5m]).Pass(3, TimeSpan.Zero).Should().Be(11.5m);
        new Polynomial([7]).Pass(3, TimeSpan.Zero).Should().Be(7);
    }

    [Fact]
    public void Multiplies_before_it_adds() => new Linear(2, -1).Pass(10.25m, TimeSpan.Zero).Should().Be(19.5m);
}
