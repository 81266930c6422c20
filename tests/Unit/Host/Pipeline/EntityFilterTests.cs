using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;

namespace Bridge.Unit.Host.Pipeline;

public sealed class EntityFilterTests
{
    private static readonly Entity Temperature = new("temperature") { Unit = "°C", Decimals = 2, Lowest = -40, Highest = 85 };

    [Theory]
    [InlineData("21.4567", "21.46")]
    [InlineData("21.455", "21.46")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("85", "85")]
    public void Rounds_to_the_decimals_of_the_driver(string raw, string published)
    {
        var value = new EntityFilter(Temperature).Pass(Value.Of(decimal.Parse(raw)), out var invalid);

        value.Should().Be(Value.Of(decimal.Parse(published)));
        invalid.Should().BeNull();
    }

    [Theory]
    [InlineData("85.01")]
    [InlineData("-40.01")]
    public void Refuses_what_is_physically_impossible(string raw)
    {
        var value = new EntityFilter(Temperature).Pass(Value.Of(decimal.Parse(raw)), out var invalid);

        value.Should().BeNull();
        invalid.Should().Contain("temperature").And.Contain(raw).And.Contain("-40 to 85 °C");
    }

    [Fact]
    public void Calibrates_after_the_range_and_before_the_rounding()
    {
        var filter = new EntityFilter(Temperature, new EntityOptions { Factor = 1.01m, Offset = -0.4m, Precision = 1 });

        filter.Pass(Value.Of(21.44m), out _).Should().Be(Value.Of(21.3m));
        filter.Pass(Value.Of(85m), out _).Should().Be(Value.Of(85.5m), "the range is the sensor's, not the user's");
    }

    [Fact]
    public void Passes_a_meters_number_exactly_as_it_is()
    {
        var filter = new EntityFilter(new Entity("energy"));

        filter.Pass(Value.Of(12345.670m), out _).ToString().Should().Be("12345.670");
    }

    [Fact]
    public void Refuses_a_text_that_is_none_of_the_options()
    {
        var filter = new EntityFilter(new Entity("tariff") { Options = ["1", "2"] });

        filter.Pass(Value.Of("2"), out _).Should().Be(Value.Of("2"));
        filter.Pass(Value.Of("9"), out var invalid).Should().BeNull();
        invalid.Should().Contain("tariff");
    }

    [Fact]
    public void Cuts_a_text_at_what_Home_Assistant_takes()
    {
        var filter = new EntityFilter(new Entity("message"));

        filter.Pass(Value.Of(new string('x', 300)), out _)!.Value.Text.Should().HaveLength(255);
    }
}
