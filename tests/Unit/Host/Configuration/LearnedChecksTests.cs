using Bridge.Store;

namespace Bridge.Unit.Host.Configuration;

/// <summary>What the user sets for entities that a meter has told in an earlier run.</summary>
public sealed class LearnedChecksTests : ConfigurationFixture
{
    private const string Head = "devices:\n  meter:\n    driver: dsmr\n    port: /dev/ttyUSB0\n    entities:\n      ";

    private readonly MemoryStateStore _store = new();

    internal override IStateStore Store => _store;

    [Theory]
    [InlineData("gas: { unit: C }", "Home Assistant would not take it, so it is left out: the unit 'C' does not belong to *")]
    [InlineData("gas: { device_class: warmth }", "Home Assistant would not take it, so it is left out: *warmth*")]
    [InlineData("gass: { name: Gas }", "meter has told no such entity so far; did you mean gas?")]
    [InlineData("water: { offset: 1 }", "meter has told no such entity so far")]
    public void What_does_not_fit_is_warned_of_on_its_line(string entity, string message)
    {
        Told("dsmr");
        Yaml(Head + entity);

        Load().Faults.Should().BeEmpty("a device that tells more than before must not keep the bridge from starting");
        var warning = Load().Warnings.Should().ContainSingle().Which;
        warning.Origin.Should().Be("bridge.yaml:6");
        warning.Path.Should().Be($"devices.meter.entities.{entity.Split(':')[0]}");
        warning.Message.Should().Match(message);
    }

    [Theory]
    [InlineData("gas: { unit: L, name: Gas flow, icon: mdi:fire }")]
    [InlineData("gas: { tunable: true }\n      gas_offset: { name: Correction }")]
    public void What_fits_is_not(string entity)
    {
        Told("dsmr");
        Yaml(Head + entity);

        Warnings().Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_claimed_of_a_meter_that_has_told_nothing_or_had_another_driver()
    {
        Yaml(Head + "gass: { unit: C }");

        Warnings().Should().BeEmpty();
        Told("lines");
        Warnings().Should().BeEmpty();
    }

    private void Told(string driver) =>
        _store.SetLearned("meter", new(driver, new(), [new("gas") { DeviceClass = "gas", Unit = "m³" }]));
}
