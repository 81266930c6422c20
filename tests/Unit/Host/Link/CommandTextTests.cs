using System.Globalization;
using Bridge.Devices.Model;
using Bridge.Host.Link;

namespace Bridge.Unit.Host.Link;

public sealed class CommandTextTests
{
    private static readonly Entity Switch = new("relay") { Kind = EntityKind.Switch };
    private static readonly Entity Number =
        new("target") { Kind = EntityKind.Number, Lowest = 5, Highest = 30, Step = 0.5m };

    private static readonly Entity Select = new("mode") { Kind = EntityKind.Select, Options = ["off", "eco"] };
    private static readonly Entity Button = new("reboot") { Kind = EntityKind.Button };
    private static readonly Entity Text = new("label") { Kind = EntityKind.Text, Pattern = "[A-Z]{1,3}|none" };

    [Theory]
    [InlineData("ON", true)]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("OFF", false)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void A_switch_takes_ON_and_OFF(string payload, bool expected) => Read(Switch, payload).Boolean.Should().Be(expected);

    [Theory]
    [InlineData("5")]
    [InlineData("21.5")]
    [InlineData("3e1")]
    public void A_number_takes_what_is_within_its_range_and_on_a_step(string payload) =>
        Read(Number, payload).Number.Should().Be(decimal.Parse(payload, NumberStyles.Float, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("0.7999999999999999", "0.8")]
    [InlineData("-0.30000000000000004", "-0.3")]
    [InlineData("-0.7999999999999999", "-0.8")]
    [InlineData("0.30", "0.30")]
    public void A_number_on_a_step_but_for_what_floating_point_leaves_is_on_it(string payload, string expected) =>
        Read(Number with { Lowest = -5, Step = 0.1m }, payload).ToString().Should().Be(expected);

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-7e28")]
    [InlineData("1e40")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void A_number_that_nothing_has_is_none(string payload) =>
        Refusal(new("any") { Kind = EntityKind.Number, Step = 0.001m }, payload).Should().Contain("a number such as");

    [Fact]
    public void A_number_without_limits_takes_any() =>
        Read(new("any") { Kind = EntityKind.Number }, "-12345.678").Number.Should().Be(-12345.678m);

    [Fact]
    public void A_select_takes_its_options_a_button_PRESS_and_a_text_what_matches_as_a_whole()
    {
        Read(Select, "eco").Text.Should().Be("eco");
        Read(Button, "PRESS").Boolean.Should().BeTrue();
        Read(Text, "ABC").Text.Should().Be("ABC");
        Read(Text, "none").Text.Should().Be("none");
        Read(Text with { Pattern = null }, string.Empty).Text.Should().BeEmpty();
    }

    [Fact]
    public void A_light_and_a_fan_take_ON_and_OFF_and_their_second_value_a_whole_number()
    {
        var lamp = new Entity("lamp") { Kind = EntityKind.Light }.WithBrightness();
        var fan = new Entity("fan") { Kind = EntityKind.Fan }.WithPercentage(4);

        Read(lamp[0], "ON").Boolean.Should().BeTrue();
        Read(lamp[1], "128").Should().Be(Value.Of(128m));
        Read(fan[0], "OFF").Boolean.Should().BeFalse();
        Read(fan[1], "0").Should().Be(Value.Of(0m));
        Refusal(lamp[1], "256").Should().Be("lamp_brightness takes 0 to 255, not 256");
        Refusal(lamp[1], "12.5").Should().Contain("steps of 1");
        Refusal(fan[1], "5").Should().Contain("0 to 4");
    }

    [Theory]
    [InlineData(EntityKind.Cover)]
    [InlineData(EntityKind.Valve)]
    public void What_opens_takes_words_and_a_position(EntityKind kind)
    {
        var both = new Entity("gate") { Kind = kind, Abilities = Abilities.Stop }.WithPosition();
        var plain = new Entity("gate") { Kind = kind };

        Read(both[0], "OPEN").Text.Should().Be("open");
        Read(both[0], "CLOSE").Text.Should().Be("close");
        Read(both[0], "STOP").Text.Should().Be("stop");
        Read(both[1], "100").Should().Be(Value.Of(100m));
        Refusal(both[0], "open").Should().Be("gate takes OPEN, CLOSE or STOP");
        Refusal(plain, "STOP").Should().Be("gate takes OPEN or CLOSE");
        Refusal(both[1], "101").Should().Contain("0 to 100");
    }

    [Fact]
    public void A_stop_that_comes_where_the_position_is_set_stops_the_valve_itself()
    {
        var position = new Entity("mixer") { Kind = EntityKind.Valve, Abilities = Abilities.Stop }.WithPosition()[1];

        CommandText.Read(position, "STOP", out _).Should().Be(new Command("mixer", Value.Of("stop")));
        Refusal(position with { Abilities = Abilities.None }, "STOP").Should().Contain("number such as");
    }

    [Fact]
    public void An_update_is_installed_where_it_can_be_and_an_event_takes_nothing()
    {
        var firmware = new Entity("firmware") { Kind = EntityKind.Update, Abilities = Abilities.Install }.WithLatest();

        Read(firmware[0], "INSTALL").Boolean.Should().BeTrue();
        Refusal(firmware[0], "install").Should().Be("firmware takes INSTALL");
        Refusal(firmware[1], "1.0").Should().Contain("read only");
        Refusal(firmware[0] with { Abilities = Abilities.None }, "INSTALL").Should().Contain("read only");
        Refusal(new("bell") { Kind = EntityKind.Event, Options = ["ring"] }, "ring").Should().Contain("read only");
    }

    [Theory]
    [InlineData("relay", "On", "ON or OFF")]
    [InlineData("relay", "1", "ON or OFF")]
    [InlineData("relay", "", "ON or OFF")]
    [InlineData("target", "4.5", "5 to 30")]
    [InlineData("target", "30.5", "5 to 30")]
    [InlineData("target", "21.3", "steps of 0.5 from 5")]
    [InlineData("target", "21,5", "number such as")]
    [InlineData("target", "NaN", "number such as")]
    [InlineData("target", "1e999", "number such as")]
    [InlineData("mode", "Eco", "one of off, eco")]
    [InlineData("reboot", "press", "PRESS")]
    [InlineData("label", "ABCD", "must match")]
    [InlineData("label", "A\n", "control")]
    [InlineData("label", "xnone", "must match")]
    [InlineData("door", "ON", "read only")]
    public void What_is_not_allowed_is_refused_in_words(string key, string payload, string expected)
    {
        var entity = new[] { Switch, Number, Select, Button, Text, new("door") { Kind = EntityKind.BinarySensor } }
            .Single(each => each.Key == key);

        CommandText.Read(entity, payload, out var error).Should().BeNull();

        error.Should().StartWith(key).And.Contain(expected);
    }

    [Fact]
    public void A_text_has_at_most_255_characters_and_a_pattern_a_bounded_time()
    {
        var any = Text with { Pattern = null };
        Read(any, new string('a', 255)).Text.Should().HaveLength(255);
        CommandText.Read(any, new string('a', 256), out _).Should().BeNull();
        CommandText.Read(Text with { Pattern = "(a+)+b" }, new string('a', 200), out _).Should().BeNull();
    }

    private static string Refusal(Entity entity, string payload)
    {
        CommandText.Read(entity, payload, out var error).Should().BeNull();
        return error!;
    }

    private static Value Read(Entity entity, string payload)
    {
        var command = CommandText.Read(entity, payload, out var error);
        error.Should().BeNull();
        command!.Value.Key.Should().Be(entity.Key);
        return command.Value.Value;
    }
}
