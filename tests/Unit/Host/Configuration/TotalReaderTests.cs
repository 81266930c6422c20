using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Configuration;

/// <summary>Totals, and the keys of counters and of the bridge's own numbers.</summary>
public sealed class TotalReaderTests : ConfigurationFixture
{
    private const string Head = "devices:\n  meter:\n    driver: counter\n    port: /dev/ttyUSB0\n    ";

    private static readonly StreamDriver Counter = Meter with
    {
        Name = "counter",
        Settings = [],
        Entities = static _ =>
        [
            new("energy") { Unit = "kWh", DeviceClass = "energy", StateClass = StateClass.TotalIncreasing },
            new("pulses"),
            new("power") { Unit = "W", DeviceClass = "power", StateClass = StateClass.Measurement },
            new("flow") { Unit = "L/min" },
            new("mode") { Options = ["a", "b"] },
        ],
    };

    internal override IReadOnlyList<Driver> Drivers => [Chip, Meter, Counter];

    [Fact]
    public void Power_becomes_energy_without_a_word_more()
    {
        Yaml(Head + "totals: { used: { kind: integral, from: power } }");

        var total = Good().Devices[0].Totals.Should().ContainSingle().Subject;

        total.Should().Be(new TotalOptions("used", TotalKind.Integral, "power")
        {
            Factor = 0.001m,
            Per = TimeSpan.FromHours(1),
            Gap = TimeSpan.FromMinutes(5),
            Unit = "kWh",
            DeviceClass = "energy",
        });
        total.Entity.Should().BeEquivalentTo(new
        {
            Key = "used",
            Name = "Used",
            Unit = "kWh",
            DeviceClass = "energy",
            StateClass = StateClass.TotalIncreasing,
            Decimals = 3,
        });
    }

    [Fact]
    public void Reads_all_keys_of_a_total()
    {
        Yaml(Head + """
            interval: 5m
                totals:
                  water:
                    kind: integral
                    from: flow
                    per: minute
                    factor: 0.001
                    unit: m³
                    device_class: water
                    name: Garden
                    precision: 4
                    set_reading: true
                    on_change: 0.01
                  watts: { kind: integral, from: power, unit: Wh, gap: 20m }
                  heat: { kind: pulses, from: pulses, factor: 0.01 }
            """);

        var totals = Good().Devices[0].Totals;

        totals[0].Should().Be(new TotalOptions("water", TotalKind.Integral, "flow")
        {
            Factor = 0.001m,
            Per = TimeSpan.FromMinutes(1),
            Gap = TimeSpan.FromMinutes(15),
            Name = "Garden",
            Unit = "m³",
            DeviceClass = "water",
            Precision = 4,
            SetReading = true,
            Publish = new() { OnChange = new(ThresholdKind.Absolute, 0.01m) },
        });
        (totals[1].Factor, totals[1].Gap).Should().Be((1m, TimeSpan.FromMinutes(20)));
        (totals[2].Factor, totals[2].Unit).Should().Be((0.01m, null));
    }

    [Fact]
    public void A_device_that_tells_its_entities_itself_may_have_any()
    {
        Yaml("devices: { p1: { driver: dsmr, port: /dev/ttyUSB0, totals: "
            + "{ x: { kind: integral, from: power_import, per: hour, unit: kWh, device_class: energy } } } }");

        Good().Devices[0].Totals[0].Factor.Should().Be(1);
    }

    [Theory]
    [InlineData("x: { from: pulses }", "kind is missing; expected one of pulses, increments, integral")]
    [InlineData("x: { kind: pulses }", "from is missing; expected the key of an entity, such as power")]
    [InlineData("x: { kind: pulses, from: pulse }", "there is no entity pulse to add up; did you mean pulses?")]
    [InlineData("x: { kind: pulses, from: x }", "there is no entity x to add up; there are energy, *")]
    [InlineData("x: { kind: pulses, from: pulses, gap: 5m }", "only an integral has gap")]
    [InlineData("x: { kind: pulses, from: pulses, per: hour }", "only an integral has per")]
    [InlineData("x: { kind: integral, from: flow }", "per is missing: *")]
    [InlineData("x: { kind: integral, from: power, unit: J }", "factor is missing: power becomes energy in *, not in J")]
    [InlineData("x: { kind: pulses, from: pulses, device_class: energy, unit: m }", "the unit 'm' does not belong to *energy*")]
    [InlineData("x: { kind: pulses, from: pulses, factor: 0 }", "'0' does not fit; expected a number from *")]
    [InlineData("energy: { kind: integral, from: power }", "meter has an entity energy already; choose another key")]
    [InlineData("status: { kind: pulses, from: pulses }", "*status*")]
    [InlineData("x: { kind: pulses, from: pulses, fctor: 2 }", "no key has this name; did you mean *factor?")]
    public void A_total_that_cannot_be_is_one_fault_on_its_line(string line, string message)
    {
        Yaml(Head + $"totals: {{ {line} }}");

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Match(message);
        fault.Origin.Should().Be("bridge.yaml:5");
    }

    [Fact]
    public void Increments_need_every_telegram_of_the_device_itself()
    {
        Yaml(Head + """
            interval: 10s
                derived: { twice: { expression: pulses * 2 } }
                totals:
                  a: { kind: increments, from: pulses }
                  b: { kind: increments, from: twice }
            """);

        Faults().Should().Equal(
            "bridge.yaml:8|devices.meter.totals.a.kind|increments need every telegram; take interval (10s) away and use at_most_every",
            "bridge.yaml:9|devices.meter.totals.b.from|twice is calculated with each reading, whether its inputs came or not; "
                + "increments must come from the device",
            "bridge.yaml:9|devices.meter.totals.b.kind|increments need every telegram; take interval (10s) away and use at_most_every");
    }

    [Fact]
    public void Reads_the_keys_of_counters_and_own_numbers()
    {
        Yaml(Head + """
            entities:
                  energy: { hold: 1%, max_rate: 0.01, relearn: 5, set_reading: true }
                  pulses: { kind: counter, hold: 5 }
                  power: { tunable: true, offset: -3 }
            """);

        var entities = Good().Devices[0].Entities;

        entities["energy"].Should().Be(new EntityOptions
        {
            Hold = new(ThresholdKind.Percent, 1),
            MaxRate = 0.01m,
            Relearn = 5,
            SetReading = true,
        });
        entities["pulses"].Should().Be(new EntityOptions { IsCounter = true, Hold = new(ThresholdKind.Absolute, 5) });
        entities["power"].Should().Be(new EntityOptions { Tunable = true, Offset = -3 });
    }

    [Theory]
    [InlineData("energy: { hold: true }", "the value does not fit; expected a number above 0, or a percentage *")]
    [InlineData("energy: { hold: 0 }", "the value does not fit; expected a number above 0, or a percentage *")]
    [InlineData("power: { hold: 1% }", "only a counter has hold; add kind: counter")]
    [InlineData("power: { set_reading: true }", "only a counter has set_reading; add kind: counter")]
    [InlineData("mode: { kind: counter }", "mode is no number that is read, and no counter")]
    [InlineData("mode: { tunable: true }", "mode is no number that is read")]
    [InlineData("energy: { tunable: true }", "a counter has no tunable; it has set_reading")]
    [InlineData("power: { tunable: true, polynomial: [0, 1] }", "tunable sets offset, which calibrate and polynomial do not use")]
    public void What_does_not_go_together_is_one_fault_on_its_line(string line, string message)
    {
        Yaml(Head + $"entities: {{ {line} }}");

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Match(message);
        fault.Origin.Should().Be("bridge.yaml:5");
    }

    [Fact]
    public void What_home_assistant_would_only_complain_of_is_a_warning()
    {
        Yaml(Head + """
            entities: { power: { kind: counter } }
                totals: { x: { kind: pulses, from: pulses, device_class: power, unit: W } }
            """);

        Good();
        Warnings().Should().HaveCount(2).And.OnlyContain(static line => line.Contains("total_increasing"));
    }

    [Fact]
    public void A_number_of_the_bridges_own_needs_a_key_of_its_own()
    {
        Yaml(Head + """
            entities: { energy: { set_reading: true } }
                derived: { energy_reading: { expression: power } }
            """);

        TheOnlyFault(
            "bridge.yaml:5|devices.meter.entities.energy.set_reading|the number would be energy_reading, "
            + "but there is an entity of this key already");
    }

    [Fact]
    public void A_reading_that_can_be_set_is_no_source_of_a_total()
    {
        Yaml(Head + """
            entities: { energy: { set_reading: true } }
                totals: { x: { kind: pulses, from: energy } }
            """);

        Faults().Should().ContainSingle().Which.Should().Contain("energy has set_reading: what is set there would be added here");
    }
}
