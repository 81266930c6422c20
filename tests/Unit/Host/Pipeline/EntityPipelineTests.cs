using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;

namespace Bridge.Unit.Host.Pipeline;

public sealed class EntityPipelineTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);

    private static readonly Entity Temperature = new("temperature") { Unit = "°C", Decimals = 2, Lowest = -40, Highest = 85 };

    [Theory]
    [InlineData("21.4567", "21.46")]
    [InlineData("21.455", "21.46")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("85", "85")]
    public void Rounds_to_the_decimals_of_the_driver(string raw, string published)
    {
        var value = new EntityPipeline(Temperature).Pass(Value.Of(decimal.Parse(raw)), Now, out var invalid);

        value.Should().Be(Value.Of(decimal.Parse(published)));
        invalid.Should().BeNull();
    }

    [Theory]
    [InlineData("85.01")]
    [InlineData("-40.01")]
    public void Refuses_what_is_physically_impossible(string raw)
    {
        var value = new EntityPipeline(Temperature).Pass(Value.Of(decimal.Parse(raw)), Now, out var invalid);

        value.Should().BeNull();
        invalid.Should().Contain("temperature").And.Contain(raw).And.Contain("-40 to 85 °C");
    }

    [Fact]
    public void Calibrates_after_the_range_and_before_the_rounding()
    {
        var filter = new EntityPipeline(Temperature, new EntityOptions { Factor = 1.01m, Offset = -0.4m, Precision = 1 });

        filter.Pass(Value.Of(21.44m), Now, out _).Should().Be(Value.Of(21.3m));
        filter.Pass(Value.Of(85m), Now, out _).Should().Be(Value.Of(85.5m), "the range is the sensor's, not the user's");
    }

    [Fact]
    public void Passes_a_meters_number_exactly_as_it_is()
    {
        var filter = new EntityPipeline(new Entity("energy"));

        filter.Pass(Value.Of(12345.670m), Now, out _).ToString().Should().Be("12345.670");
    }

    [Fact]
    public void Refuses_a_text_that_is_none_of_the_options()
    {
        var filter = new EntityPipeline(new Entity("tariff") { Options = ["1", "2"] });

        filter.Pass(Value.Of("2"), Now, out _).Should().Be(Value.Of("2"));
        filter.Pass(Value.Of("9"), Now, out var invalid).Should().BeNull();
        invalid.Should().Contain("tariff");
    }

    [Fact]
    public void Cuts_a_text_at_what_Home_Assistant_takes()
    {
        var filter = new EntityPipeline(new Entity("message"));

        filter.Pass(Value.Of(new string('x', 300)), Now, out _)!.Value.Text.Should().HaveLength(255);
        filter.Pass(Value.Of(new string('x', 254) + "😀"), Now, out _)!.Value.Text.Should().Be(new string('x', 254));
    }
}
