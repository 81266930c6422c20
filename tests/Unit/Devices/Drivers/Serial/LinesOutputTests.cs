using System.Text;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;

namespace Bridge.Unit.Devices.Drivers.Serial;

/// <summary>Lights, covers, fans and valves, and the second value of each.</summary>
public sealed class LinesOutputTests
{
    private static readonly (string, string)[] Own = [("value_open", "AUF"), ("value_closed", "ZU")];

    private readonly RecordingSink _sink = new();

    [Fact]
    public void A_light_that_can_be_dimmed_is_one_entity_with_a_second_value()
    {
        var settings = House();

        var entities = LineSettingsOf.Driver.Entities(settings);

        entities.Select(static each => (each.Key, each.Kind, each.Aspect)).Should().Equal(
            ("lamp", EntityKind.Light, null),
            ("lamp_brightness", EntityKind.Number, new Aspect("lamp", "brightness")),
            ("blind", EntityKind.Cover, null),
            ("blind_position", EntityKind.Number, new Aspect("blind", "position")),
            ("vent", EntityKind.Fan, null),
            ("vent_percentage", EntityKind.Number, new Aspect("vent", "percentage")),
            ("water", EntityKind.Valve, null));
        entities.Select(static each => each.Highest).Should().Equal(null, 255, null, 100, null, 3, null);
        entities.Where(static each => each.Aspect is not null)
            .Should().OnlyContain(static each => each.Lowest == 0 && each.Step == 1);
        entities.Select(static each => each.Abilities.HasFlag(Abilities.Stop))
            .Should().Equal(false, false, true, true, false, false, false);
        entities[2].Options.Should().Equal("open", "closed", "opening", "closing", "stopped");
        entities[6].Options.Should().Equal("open", "closed", "opening", "closing");
        entities.Should().OnlyContain(static each => each.CanBeSet);
    }

    [Fact]
    public void Each_line_is_the_state_of_what_it_names()
    {
        Send(
            House(),
            "lamp=on bright=128 blind=opening pos=40\nlamp=off vent=1 speed=3 V=closed\nblind=Stopped pos=55 V=\n");

        Texts().Should().Equal(
            "lamp=true lamp_brightness=128 blind=opening blind_position=40",
            "lamp=false vent=true vent_percentage=3 water=closed",
            "blind=stopped blind_position=55 water=unknown");
        _sink.Faults.Should().BeEmpty();
    }

    [Fact]
    public void A_word_that_is_no_state_is_a_fault_and_the_values_beside_it_count()
    {
        Send(House(), "blind=ajar lamp=on\nbright=dim pos=4\nV=stopped lamp=dim\n");

        Texts().Should().Equal("lamp=true", "blind_position=4");
        _sink.Faults.Should().Equal(
            (BusFault.InvalidValue, "blind is 'ajar', which is none of open, closed, opening, closing, stopped."),
            (BusFault.InvalidValue, "lamp_brightness is 'dim', which is no number."),
            (BusFault.InvalidValue, "lamp is 'dim', which is no truth value."));
    }

    [Theory]
    [InlineData("AUF", "open")]
    [InlineData("ZU", "closed")]
    [InlineData("faehrt", "opening")]
    [InlineData("Closed", "closed")]
    [InlineData("CLOSING", "closing")]
    public void A_device_has_words_of_its_own_beside_the_usual_ones(string text, string state)
    {
        Send(Blind([.. Own, ("value_opening", "faehrt")]), $"blind={text}\n");

        _sink["blind"].Text.Should().Be(state);
        _sink.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("lamp", true, "lamp=on\n")]
    [InlineData("lamp", false, "lamp=off\n")]
    [InlineData("vent", true, "F1\n")]
    [InlineData("vent", false, "F0\n")]
    public void On_and_off_are_sent_in_the_device_s_words(string key, bool value, string sent) =>
        Encode(House(), key, Value.Of(value)).Should().Be(sent);

    [Theory]
    [InlineData("lamp_brightness", 255, "bright=255\n")]
    [InlineData("blind_position", 40, "pos=40\r\n")]
    [InlineData("vent_percentage", 3, "S3\n")]
    public void The_second_value_is_sent_by_a_command_of_its_own(string key, int value, string sent) =>
        Encode(House(), key, Value.Of(value)).Should().Be(sent);

    [Theory]
    [InlineData(Movement.ToOpen, "blind=open\n")]
    [InlineData(Movement.ToClose, "blind=close\n")]
    [InlineData(Movement.ToStop, "blind=stop\n")]
    public void A_cover_is_told_to_open_to_close_and_to_stop(string order, string sent) =>
        Encode(House(), "blind", Value.Of(order)).Should().Be(sent);

    [Theory]
    [InlineData(Movement.ToOpen, "blind=AUF\n")]
    [InlineData(Movement.ToClose, "blind=ZU\n")]
    public void What_a_device_says_for_open_and_closed_is_what_it_is_told(string order, string sent) =>
        Encode(Blind(Own), "blind", Value.Of(order)).Should().Be(sent);

    [Theory]
    [InlineData(Movement.ToOpen, "blind=UP\n")]
    [InlineData(Movement.ToClose, "blind=DOWN\n")]
    [InlineData(Movement.ToStop, "blind=HALT\n")]
    public void It_can_be_told_other_words_than_it_says(string order, string sent)
    {
        var settings = Blind([.. Own, ("send_open", "UP"), ("send_close", "DOWN"), ("send_stop", "HALT")]);

        Encode(settings, "blind", Value.Of(order)).Should().Be(sent);
    }

    [Theory]
    [InlineData("date", "2026-01-31", true)]
    [InlineData("date", "31.01.2026", false)]
    [InlineData("date", "20260131", false)]
    [InlineData("date", "2026-02-30", false)]
    [InlineData("timestamp", "2026-01-31T12:30:00Z", true)]
    [InlineData("timestamp", "2026-01-31T12:30:00.250+01:00", true)]
    [InlineData("timestamp", "2026-01-31 12:30-0530", true)]
    [InlineData("timestamp", "2026-01-31T12:30:00", false)]
    [InlineData("timestamp", "2026-01-31", false)]
    [InlineData("timestamp", "1769862600", false)]
    [InlineData("uptime", "2026-01-31T12:30:00Z", true)]
    [InlineData("uptime", "86400", false)]
    public void A_moment_that_Home_Assistant_would_refuse_is_a_fault(string deviceClass, string text, bool fits)
    {
        Send(
            LineSettingsOf.Form("csv", [("columns", "x")], LineSettingsOf.Value("x", ("device_class", deviceClass))),
            text + "\n");

        Texts().Should().Equal(fits ? [$"x={text}"] : []);
        _sink.Faults.Select(static each => each.Fault).Should().Equal(fits ? [] : [BusFault.InvalidValue]);
    }

    [Fact]
    public void A_moment_that_does_not_fit_is_told_with_the_form_that_does()
    {
        Send(
            LineSettingsOf.Form("csv", [("columns", "x")], LineSettingsOf.Value("x", ("device_class", "timestamp"))),
            "noon\n");

        _sink.Faults.Single().Message.Should().Be(
            "x is 'noon', which is no time with its offset such as 2026-01-31T12:30:00+01:00.");
    }

    private static SettingValues House() => LineSettingsOf.Form("key_value", [],
        LineSettingsOf.Value("lamp",
            ("kind", "light"), ("command", "lamp={{value}}"), ("value_on", "on"), ("value_off", "off")),
        LineSettingsOf.Value("bright", ("brightness_of", "lamp"), ("command", "bright={{value}}")),
        LineSettingsOf.Value("blind",
            ("kind", "cover"), ("device_class", "blind"), ("command", "blind={{value}}"), ("send_stop", "stop")),
        LineSettingsOf.Value("position",
            ("position_of", "blind"), ("field", "pos"), ("command", @"pos={{value}}\r\n")),
        LineSettingsOf.Value("vent", ("kind", "fan"), ("command", "F{{value}}")),
        LineSettingsOf.Value("speed", ("speed_of", "vent"), ("max", "3"), ("command", "S{{value}}")),
        LineSettingsOf.Value("water", ("kind", "valve"), ("field", "V"), ("command", "V={{value}}")));

    private static SettingValues Blind(params IEnumerable<(string, string)> more) => LineSettingsOf.Form(
        "key_value", [], LineSettingsOf.Value("blind", [("kind", "cover"), ("command", "blind={{value}}"), .. more]));

    private void Send(SettingValues settings, string text) =>
        LineSettingsOf.Create(settings, new ManualTime()).Consume(Encoding.UTF8.GetBytes(text), _sink);

    private static string Encode(SettingValues settings, string key, Value value) => Encoding.UTF8.GetString(
        LineSettingsOf.Create(settings, new ManualTime()).Encode(new Command(key, value)).Span);

    private IEnumerable<string> Texts() => _sink.Readings.Select(static reading =>
        string.Join(' ', reading.Values.Select(static each => $"{each.Key}={each.Value}")));
}
