using Bridge.Host.Pipeline.Stages;

namespace Bridge.Unit.Host.Pipeline.Stages;

public sealed class GateTests
{
    [Theory]
    [InlineData("-20", true)]
    [InlineData("50", true)]
    [InlineData("-20.1", false)]
    [InlineData("50.1", false)]
    public void A_range_holds_its_ends(string number, bool passes) =>
        (new RangeGate(-20, 50, "°C").Refuse(decimal.Parse(number), TimeSpan.Zero) is null).Should().Be(passes);

    [Fact]
    public void A_spike_is_rejected_and_the_way_back_is_not()
    {
        var gate = new RateGate(0.5m, 3);

        Refusals(gate, 20, 85, 20.4m).Should().Equal(null, "changed faster than 0.5 a second from 20", null);
    }

    [Fact]
    public void Time_allows_for_change()
    {
        var gate = new RateGate(0.5m, 3);
        gate.Refuse(20, TimeSpan.Zero);

        gate.Refuse(25, TimeSpan.FromSeconds(9.9)).Should().NotBeNull();
        gate.Refuse(25, TimeSpan.FromSeconds(10)).Should().BeNull();
    }

    [Fact]
    public void Three_in_agreement_are_believed()
    {
        var gate = new RateGate(0.5m, 3);

        Refusals(gate, 85, 20, 20.5m, 20.2m, 20.4m).Select(static why => why is null)
            .Should().Equal(true, false, false, true, true);
    }

    [Fact]
    public void Strays_that_disagree_are_never_believed()
    {
        var gate = new RateGate(0.5m, 3);

        Refusals(gate, 20, 85, 60, 85, 60, 85, 20).Select(static why => why is null)
            .Should().Equal(true, false, false, false, false, false, true);
    }

    // One number a second.
    private static string?[] Refusals(RateGate gate, params decimal[] numbers) =>
        [.. numbers.Select((number, second) => gate.Refuse(number, TimeSpan.FromSeconds(second)))];
}
