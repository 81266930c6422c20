using System.Text;
using Bridge.Devices.Model;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;

namespace Bridge.Unit.Devices.Drivers.Serial;

public sealed class LinesEventTests
{
    private readonly RecordingSink _sink = new();

    [Fact]
    public void Each_line_that_names_a_type_is_an_event_and_no_value()
    {
        Send("B=press T=21.5\nB=press\nT=22\nB= T=23\n");

        Told().Should().Equal("bell press|21.5", "bell press|", "|22", "|23");
        _sink.Faults.Should().BeEmpty();
    }

    [Fact]
    public void A_type_that_is_none_of_the_options_is_a_fault_and_the_values_beside_it_count()
    {
        Send("B=kick T=21.5\n");

        Told().Should().Equal("|21.5");
        _sink.Faults.Should().Equal((BusFault.InvalidValue, "bell is 'kick', which is none of its options."));
    }

    [Fact]
    public void It_is_announced_with_its_types_and_triggers()
    {
        var settings = LineSettingsOf.Form("key_value", [], LineSettingsOf.Value(
            "bell", ("field", "B"), ("kind", "event"), ("options", "press,hold"), ("device_class", "button")));

        LineSettingsOf.Driver.Check(settings).Should().BeEmpty();
        LineSettingsOf.Driver.Entities(settings).Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Key = "bell",
            Kind = EntityKind.Event,
            DeviceClass = "button",
            Options = new[] { "press", "hold" },
            Abilities = Abilities.Trigger,
        });
    }

    [Fact]
    public void It_needs_types() => LineSettingsOf.Driver
        .Check(LineSettingsOf.Form("key_value", [], LineSettingsOf.Value("bell", ("kind", "event"))))
        .Should().Equal("values: bell is an event and needs options");

    private void Send(string text)
    {
        var settings = LineSettingsOf.Form("key_value", [],
            LineSettingsOf.Value("bell", ("field", "B"), ("kind", "event"), ("options", "press,hold")),
            LineSettingsOf.Value("temperature", ("field", "T"), ("unit", "°C")));
        LineSettingsOf.Create(settings, new ManualTime()).Consume(Encoding.UTF8.GetBytes(text), _sink);
    }

    private IEnumerable<string> Told() => _sink.Readings.Select(static reading =>
        string.Join(',', reading.Events.Select(static each => $"{each.Key} {each.Type}"))
            + "|" + string.Join(',', reading.Values.Select(static each => each.Value.ToString())));
}
