using Bridge.Devices.Model;
using Bridge.Discovery;

namespace Bridge.Unit.Host.Configuration;

public sealed class ShownReaderTests : ConfigurationFixture
{
    private const string Head = "devices:\n  office:\n    driver: probe\n    bus: 1\n    entities:\n      ";

    private static readonly I2cDriver Probe = Chip with
    {
        Name = "probe",
        Entities = static _ =>
        [
            new("temperature") { DeviceClass = "temperature", Unit = "°C", StateClass = StateClass.Measurement },
            new("relay") { Kind = EntityKind.Switch, Name = "Relay" },
            new("serial") { Name = "Serial" },
            .. new Entity("lamp") { Kind = EntityKind.Light, Name = "Lamp" }.WithBrightness(),
        ],
    };

    internal override IReadOnlyList<Driver> Drivers => [Probe, Meter];

    [Fact]
    public void Reads_how_an_entity_is_to_be_shown()
    {
        Yaml(Head + "temperature: { name: Attic, unit: K, icon: mdi:home-roof, category: diagnostic, "
            + "enabled_by_default: no, default_entity_id: sensor.attic, expire_after: 5m }");

        Good().Devices[0].Entities["temperature"].Shown.Should().Be(new EntityOverride
        {
            Name = new("Attic"),
            Unit = new("K"),
            Icon = new("mdi:home-roof"),
            Category = EntityCategory.Diagnostic,
            EnabledByDefault = false,
            DefaultEntityId = "sensor.attic",
            ExpireAfter = TimeSpan.FromMinutes(5),
        });
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("")]
    public void A_key_without_a_value_takes_away_what_the_driver_says(string nothing)
    {
        Yaml(Head + $"temperature: {{ device_class: {nothing}, unit: {nothing}, icon: {nothing}, category: {nothing}, "
            + $"name: {nothing}, enabled_by_default: {nothing}, default_entity_id: {nothing}, expire_after: {nothing} }}");

        Good().Devices[0].Entities["temperature"].Shown.Should().Be(new EntityOverride
        {
            DeviceClass = new(null),
            Unit = new(null),
            Icon = new(null),
            Category = EntityCategory.None,
            Name = new(null),
            EnabledByDefault = true,
        });
    }

    [Theory]
    [InlineData("temperature: { unit: C }", "unit", "the unit 'C' does not belong to *; did you mean °C?")]
    [InlineData("temperature: { device_class: pressure }", "device_class", "the unit '°C' does not belong to *pressure*")]
    [InlineData("temperature: { device_class: temprature }", "device_class", "a sensor has no * temprature; did you mean temperature?")]
    [InlineData("serial: { device_class: enum, unit: }", "device_class", "the list of options is empty")]
    [InlineData("temperature: { category: config }", "category", "a sensor cannot have the category config; use diagnostic")]
    [InlineData("temperature: { category: diagnostics }", "category", "'diagnostics' does not fit; *; did you mean diagnostic?")]
    [InlineData("temperature: { icon: thermometer }", "icon", "the value does not fit; expected an icon such as *")]
    [InlineData("temperature: { default_entity_id: switch.x }", "default_entity_id", "temperature is a sensor; did you mean sensor.x?")]
    [InlineData("temperature: { default_entity_id: x }", "default_entity_id", "the value does not fit; expected an entity id *")]
    [InlineData("temperature: { units: K }", "units", "no key has this name; did you mean *.unit?")]
    [InlineData("relay: { unit: W }", "unit", "a switch has no unit 'W'")]
    [InlineData("relay: { device_class: socket }", "device_class", "a switch has no device class socket; it has outlet, switch")]
    [InlineData("lamp: { device_class: light }", "device_class", "a light has no device class")]
    [InlineData("relay: { expire_after: 1h }", "expire_after", "a switch does not expire; sensors and binary sensors can")]
    [InlineData("relay: { area: Attic }", "area", "Home Assistant takes areas for whole devices only; set devices.office.area")]
    [InlineData("temperature: { expire_after: 60s }", "expire_after",
        "1m is not longer than the time between two readings (1m): *")]
    [InlineData("temperature: { expire_after: 5m, at_most_every: 5m }", "expire_after", "5m is not longer than at_most_every (5m): *")]
    [InlineData("temperature: { expire_after: 5m, on_change: 0.5 }", "expire_after",
        "on_change holds back what has not moved for longer than 5m, * set at_least_every to less")]
    [InlineData("temperature: { expire_after: 5m, on_change: true, at_least_every: 5m }", "expire_after", "on_change holds back *")]
    [InlineData("lamp_brightness: { icon: mdi:x }", "", "lamp_brightness is shown as a part of lamp; set it there")]
    public void What_Home_Assistant_would_refuse_is_a_fault_on_its_line(string entity, string key, string message)
    {
        Yaml(Head + entity);

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Match(message);
        fault.Origin.Should().Be("bridge.yaml:6");
        fault.Path.Should().EndWith(key);
    }

    [Theory]
    [InlineData("temperature: { expire_after: 61s }")]
    [InlineData("temperature: { expire_after: 5m, on_change: 0.5, at_least_every: 2m }")]
    [InlineData("temperature: { expire_after: 5m, at_least_every: 1h }")]
    public void A_value_that_comes_before_the_last_one_expires_is_well(string entity)
    {
        Yaml(Head + entity);

        Good().Devices[0].Entities["temperature"].Shown.ExpireAfter.Should().NotBeNull();
    }

    [Fact]
    public void Jitter_and_rules_of_the_device_count_too()
    {
        Yaml("devices: { office: { driver: probe, bus: 1, interval: 60s, jitter: 10s, on_change: true, "
            + "entities: { temperature: { expire_after: 80s }, relay: { expire_after: 90s } } } }");

        Load().Faults.Select(static fault => fault.Message).Should().SatisfyRespectively(
            first => first.Should().StartWith("80s is not longer than the time between two readings (80s)"),
            second => second.Should().StartWith("a switch does not expire"),
            third => third.Should().StartWith("on_change holds back"));
    }

    [Fact]
    public void What_it_only_wonders_about_is_a_warning()
    {
        Yaml(Head + "temperature: { unit: }");

        Good();
        Warnings().Should().ContainSingle().Which.Should()
            .Match("bridge.yaml:6|*unit|the device class temperature needs a unit: use one of K, °C, °F");
    }

    [Fact]
    public void What_a_meter_will_tell_is_checked_when_it_has_told_it()
    {
        Yaml("devices: { meter: { driver: dsmr, port: /dev/ttyUSB0, entities: { gas: { unit: C } } } }");

        Good().Devices[0].Entities["gas"].Shown.Unit.Should().Be(new TextOverride("C"));
    }
}
