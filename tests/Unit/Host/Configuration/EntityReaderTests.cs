using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Configuration;

public sealed class EntityReaderTests : ConfigurationFixture
{
    private const string Head = "devices:\n  office:\n    driver: bme280\n    bus: 1\n    ";

    [Fact]
    public void Reads_all_keys_of_an_entity()
    {
        Yaml(Head + """
            entities:
                  temperature:
                    calibrate: [[100, 99.1], [0, 0.3]]
                    range: [-20, 50]
                    max_rate: 0.5
                    relearn: 4
                    median: 5
                    mean: 3
                    ema: 2m
                    one_euro: { beta: 0.5 }
                    on_change: 2%
                    at_least_every: 1h
                    at_most_every: 10s
                    history: true
                  humidity: { polynomial: [0.1, 1.02, 3], on_change: true }
            """);

        var entities = Good().Devices[0].Entities;

        entities["temperature"].Calibrate.Should().Equal(new CalibrationPoint(0, 0.3m), new CalibrationPoint(100, 99.1m));
        (entities["temperature"] with { Calibrate = [] }).Should().Be(new EntityOptions
        {
            Range = new(-20, 50),
            MaxRate = 0.5m,
            Relearn = 4,
            Median = 5,
            Mean = 3,
            Ema = TimeSpan.FromMinutes(2),
            OneEuro = new(1, 0.5m),
            Publish = new()
            {
                OnChange = new(ThresholdKind.Percent, 2),
                AtLeastEvery = TimeSpan.FromHours(1),
                AtMostEvery = TimeSpan.FromSeconds(10),
                History = true,
            },
        });
        entities["humidity"].Polynomial.Should().Equal(0.1m, 1.02m, 3);
        entities["humidity"].Publish.OnChange.Should().Be(new ChangeThreshold(ThresholdKind.Any));
    }

    [Fact]
    public void Variables_have_the_lists_as_text()
    {
        Yaml(Head + "at_most_every: 5s");
        Variable("BRIDGE_DEVICES__OFFICE__ENTITIES__TEMPERATURE__CALIBRATE", "[[0, 1], [10, 12]]");
        Variable("BRIDGE_DEVICES__OFFICE__ENTITIES__TEMPERATURE__RANGE", "-5, 5");
        Variable("BRIDGE_DEVICES__OFFICE__ENTITIES__HUMIDITY", """{"one_euro":{"min_cutoff":0.1},"polynomial":[0,1]}""");
        Variable("BRIDGE_DEVICES__OFFICE__ON_CHANGE", "0.5");

        var office = Good().Devices[0];

        office.Entities["temperature"].Calibrate.Should().Equal(new CalibrationPoint(0, 1), new CalibrationPoint(10, 12));
        office.Entities["temperature"].Range.Should().Be(new NumberRange(-5, 5));
        office.Entities["humidity"].OneEuro.Should().Be(new OneEuroOptions(0.1m, 0));
        office.Entities["humidity"].Polynomial.Should().Equal(0, 1);
        office.Publish.Should().Be(new PublishOptions
        {
            OnChange = new(ThresholdKind.Absolute, 0.5m),
            AtMostEvery = TimeSpan.FromSeconds(5),
        });
    }

    [Theory]
    [InlineData("calibrate: [[0, 1]]", "the value does not fit; expected two or more pairs [raw, true]*")]
    [InlineData("calibrate: [[0, 1], [0, 2]]", "the value does not fit; expected two or more pairs [raw, true]*")]
    [InlineData("calibrate: [[0, 1], [2]]", "the value does not fit; expected two or more pairs [raw, true]*")]
    [InlineData("calibrate: [0, 1]", "the value does not fit; expected two or more pairs [raw, true]*")]
    [InlineData("calibrate: { a: 1 }", "expected two or more pairs [raw, true]*, not a mapping")]
    [InlineData("polynomial: [0, x]", "the value does not fit; expected numbers, such as [0.1, 1.02]")]
    [InlineData("range: [50, -20]", "the value does not fit; expected two numbers, the lower first, such as [-20, 50]")]
    [InlineData("max_rate: 0", "'0' does not fit; expected a number from 0.000001 to 1000000000")]
    [InlineData("median: 0", "'0' does not fit; expected a whole number from 1 to 101")]
    [InlineData("on_change: 0", "'0' does not fit; expected true, false, a number above 0, or a percentage*")]
    [InlineData("on_change: 101%", "'101%' does not fit; expected true, false, a number above 0, or a percentage*")]
    [InlineData("one_euro: { bata: 1 }", "no key has this name; did you mean devices.office.entities.temperature.one_euro.beta?")]
    [InlineData("{ offset: 1, polynomial: [0, 1] }", "polynomial and offset are both given; calibrate by *")]
    [InlineData("{ factor: 2, calibrate: [[0, 1], [2, 3]] }", "calibrate and factor are both given; calibrate by *")]
    [InlineData("{ at_least_every: 10s, at_most_every: 1m }", "at_most_every (1m) is longer than at_least_every (10s)")]
    public void An_entity_that_cannot_be_is_one_fault_on_its_line(string line, string message)
    {
        Yaml(Head + $"entities: {{ temperature: {(line[0] == '{' ? line : $"{{ {line} }}")} }}");

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Match(message);
        fault.Origin.Should().Be("bridge.yaml:5");
    }

    [Fact]
    public void Reads_derived_entities()
    {
        Yaml(Head + """
            derived:
                  mould: { expression: "if(humidity > 70, 1, 0)", unit: "%", precision: 0 }
                  doubled: { expression: "mould * 2", name: Twice, state_class: none, on_change: true }
            """);

        var derived = Good().Devices[0].Derived;

        derived.Select(static each => each.Key).Should().Equal("mould", "doubled");
        derived[0].Entity.Should().BeEquivalentTo(new
        {
            Key = "mould",
            Name = "Mould",
            Unit = "%",
            Decimals = 0,
            DeviceClass = (string?)null,
            StateClass = StateClass.Measurement,
        });
        derived[1].Entity.Should().BeEquivalentTo(new { Name = "Twice", StateClass = StateClass.None, Decimals = 3 });
        derived[1].Publish.OnChange.Should().Be(new ChangeThreshold(ThresholdKind.Any));
    }

    [Theory]
    [InlineData("x: { expression: humidity + }", "position 11: expected a number, a key or (, not the end")]
    [InlineData("x: { expression: humidty }", "there is no entity humidty to calculate from; did you mean humidity?")]
    [InlineData("x: { expression: x + 1 }", "there is no entity x to calculate from; there are temperature, humidity")]
    [InlineData("x: { precision: 1 }", "kind is missing; expected one of dew_point, *")]
    [InlineData("x: { kind: dew_pont }", "'dew_pont' does not fit; expected one of *; did you mean dew_point?")]
    [InlineData("x: { kind: expression }", "expression is missing; expected an expression such as *")]
    [InlineData("x: { expression: humidity, device_class: humidty, unit: '%' }", "*humidty*")]
    [InlineData("x: { expression: humidity, device_class: power, unit: hPa }", "the unit 'hPa' does not belong to *power*")]
    [InlineData("x: { expression: humidity, from: [humidity] }", "an expression has no from")]
    [InlineData("dew_point: { from: [temperature] }", "temperature is in no unit, not in °C|expected two keys*|humidity is in no *")]
    [InlineData("temperature: { expression: humidity }", "bme280 has an entity temperature of its own; choose another key")]
    [InlineData("status: { expression: humidity }", "*status*")]
    [InlineData("X: { expression: humidity }", "not a key of an entity; expected a key of *")]
    public void What_cannot_be_derived_is_told_on_its_line(string line, string messages)
    {
        Yaml(Head + $"derived: {{ {line} }}");

        var faults = Load().Faults;
        faults.Should().OnlyContain(static fault => fault.Origin == "bridge.yaml:5");
        faults.Select(static fault => fault.Message).Order(StringComparer.Ordinal).Should().SatisfyRespectively(
            messages.Split('|').Order(StringComparer.Ordinal).Select(message =>
                (Action<string>)(fault => fault.Should().Match(message))));
    }

    [Fact]
    public void What_a_meter_will_tell_cannot_be_known_before()
    {
        Yaml("devices: { meter: { driver: dsmr, port: /dev/ttyUSB0, derived: { apparent_power: {}, sea_level_pressure: {} } } }");

        TheOnlyFault("bridge.yaml:1|devices.meter.derived.sea_level_pressure.altitude|"
            + "altitude is missing; expected a number from -500 to 9000");
    }
}
