using Bridge.Devices.Model;
using Bridge.Store;

namespace Bridge.Unit.Store;

public sealed class RowJsonTests
{
    private static readonly Entity Full = new("energy_1")
    {
        Kind = EntityKind.Number,
        Name = "Énergie \"1\"",
        DeviceClass = "energy",
        Unit = "kWh",
        StateClass = StateClass.TotalIncreasing,
        Category = EntityCategory.Diagnostic,
        DisplayPrecision = 3,
        Decimals = 2,
        Options = ["on", "off"],
        EnabledByDefault = false,
        Icon = "mdi:flash",
        Lowest = -0.50m,
        Highest = 99999.999m,
        Step = 0.5m,
        Pattern = "[a-z]+",
        Aspect = new("energy", "1"),
        Abilities = Abilities.Stop | Abilities.Trigger,
    };

    [Theory]
    [InlineData("12345.678")]
    [InlineData("21.50")]
    [InlineData("0.000")]
    [InlineData("-0.4")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    public void A_number_keeps_every_digit(string digits) =>
        RoundTrip(Value.Of(decimal.Parse(digits))).ToString().Should().Be(digits);

    [Theory]
    [InlineData("")]
    [InlineData("12345.678")]
    [InlineData("null")]
    [InlineData("line\nbreak \0 \"quote\" ⚡")]
    public void A_text_stays_a_text(string text) => RoundTrip(Value.Of(text)).Should().Be(Value.Of(text));

    [Fact]
    public void Truth_and_ignorance_stay_what_they_are()
    {
        RoundTrip(Value.Of(true)).Should().Be(Value.Of(true));
        RoundTrip(Value.Of(false)).Should().Be(Value.Of(false));
        RoundTrip(Value.Unknown).Should().Be(Value.Unknown);
    }

    [Fact]
    public void All_of_an_entity_is_kept()
    {
        var learned = new LearnedDevice("dsmr", new DeviceInfo { Manufacturer = "A", SerialNumber = "B" }, [Full, new("x")]);

        var read = RowJson.ReadLearned(RowJson.Write(learned));

        read.Should().BeEquivalentTo(learned, options => options.WithStrictOrdering());
        read.Entities[0].Highest!.Value.ToString().Should().Be("99999.999");
    }

    [Fact]
    public void The_example_above_leaves_no_property_at_its_default()
    {
        var plain = new Entity(string.Empty);

        foreach (var property in typeof(Entity).GetProperties().Where(static each => each.CanWrite))
        {
            property.GetValue(Full).Should().NotBe(property.GetValue(plain), property.Name);
        }
    }

    [Fact]
    public void The_form_on_the_disk_is_fixed()
    {
        RowJson.Write(new LastState(
            new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
            [new("a", Value.Of(1.20m)), new("b", Value.Of("t")), new("c", Value.Of(true)), new("d", Value.Unknown)]))
            .Should().Be("""{"at":"2026-01-01T12:00:00+00:00","values":{"a":1.20,"b":"t","c":true,"d":null}}""");
    }

    private static Value RoundTrip(Value value) => RowJson.ReadState(RowJson.Write(
        new LastState(DateTimeOffset.UnixEpoch, [new KeyedValue("key", value)]))).Values.Single().Value;
}
