using Bridge.Devices.Model.Settings;

namespace Bridge.Unit.Devices.Drivers.Serial;

public sealed class LinesCheckTests
{
    public static TheoryData<string, string> Patterns() => new()
    {
        { "(?<t>[0-9", "pattern: not a regular expression: UnterminatedBracket at character 9" },
        { "(?<t>a)(?=b)", "pattern: look-around, back references, conditions and atomic groups are not supported, "
            + "as they can take a line for ever" },
        { "[0-9]+", "pattern: it has no named group such as (?<temperature>[0-9.]+)" },
        { "(?<T>a)", "pattern: number 1, T, is not a key of a to z, 0 to 9 and _; rename it, or give one to it with "
            + "values: { my_key: { field: T } }" },
        { "(?<state>a)", "values: state is a name that the bridge needs itself; choose another one and give it "
            + "field: state" },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_that_cannot_be_used_is_told_with_its_place(string pattern, string message) =>
        Problems(LineSettingsOf.Regex(pattern)).Should().Equal(message);

    [Theory]
    [InlineData("regex", "pattern: format: regex needs a pattern")]
    [InlineData("csv", "columns: format: csv needs the names of its columns, such as [temperature, humidity]")]
    [InlineData("key_value", "values: name what is to be read, such as { temperature: { field: T, unit: °C } }")]
    [InlineData("json", "values: name what is to be read, such as { temperature: { field: T, unit: °C } }")]
    public void A_format_without_what_it_needs_is_told(string format, string message) =>
        Problems(LineSettingsOf.Form(format, [])).Should().Equal(message);

    [Theory]
    [InlineData("pattern", "(?<a>b)", "pattern: belongs to format regex")]
    [InlineData("columns", "a,b", "columns: belongs to format csv")]
    [InlineData("delimiter", ";", "delimiter: belongs to format csv and key_value")]
    [InlineData("separator", ":", "separator: belongs to format key_value")]
    public void A_setting_of_another_format_is_told(string key, string word, string message) =>
        Problems(LineSettingsOf.Form("json", [(key, word)], LineSettingsOf.Value("t"))).Should().Equal(message);

    [Fact]
    public void Columns_that_are_named_twice_or_not_as_keys_are_told()
    {
        Problems(LineSettingsOf.Csv("a", "b", "a")).Should().Equal("columns: a stands there twice");
        Problems(LineSettingsOf.Csv("a", "Tür")).Should().ContainSingle().Which.Should().StartWith("columns: number 2, Tür,");
    }

    [Fact]
    public void A_value_of_a_field_that_no_line_has_is_told() =>
        Problems(LineSettingsOf.Form("csv", [("columns", "a,b")], LineSettingsOf.Value("t", ("field", "c"))))
            .Should().Equal("values: t is read from c, but a line has a, b");

    [Theory]
    [InlineData("kind", "switch", "values: x can be set and needs a command")]
    [InlineData("command", "X", "values: x is only read: give it a kind that can be set, or take its command away")]
    [InlineData("step", "0", "values: x has a step that is not above zero")]
    public void An_entry_that_cannot_be_is_told(string key, string word, string message) =>
        Problems(LineSettingsOf.Form("json", [], LineSettingsOf.Value("x", (key, word)))).Should().Equal(message);

    [Fact]
    public void What_can_be_set_needs_all_that_its_kind_asks_for()
    {
        Problems(LineSettingsOf.Form("json", [],
            LineSettingsOf.Value("a", ("kind", "switch"), ("command", "A")),
            LineSettingsOf.Value("b", ("kind", "select"), ("command", "{{value}}")),
            LineSettingsOf.Value("c", ("kind", "number"), ("command", "{{value}}"), ("min", "1")),
            LineSettingsOf.Value("d", ("min", "2"), ("max", "1")),
            LineSettingsOf.Value("e", ("kind", "button"), ("command", "E"))))
            .Should().Equal(
                "values: a has a command without {{value}}",
                "values: b is a select and needs options",
                "values: c is a number and needs min and max",
                "values: d has a min that is not below its max");
    }

    [Theory]
    [InlineData("light", "unit", "W", "values: x is a light and has no unit")]
    [InlineData("light", "device_class", "light", "values: x is a light and has no device_class")]
    [InlineData("light", "send_stop", "S", "values: x is a light and has no send_stop")]
    [InlineData("fan", "max", "3", "values: x is a fan and has no max")]
    [InlineData("cover", "options", "a,b", "values: x is a cover and has no options")]
    [InlineData("cover", "value_on", "1", "values: x is a cover and has no value_on")]
    [InlineData("cover", "value_open", "closed", "values: x says closed both for open and for closed")]
    [InlineData("valve", "value_stopped", "S", "values: x is a valve and has no value_stopped")]
    [InlineData("switch", "value_open", "O", "values: x is a switch and has no value_open")]
    [InlineData("light", "value_on", "0", "values: x says 0 both for on and for off")]
    public void A_key_that_means_nothing_for_its_kind_is_told(string kind, string key, string word, string message) =>
        Problems(LineSettingsOf.Form("json", [],
            LineSettingsOf.Value("x", ("kind", kind), ("command", "{{value}}"), (key, word)))).Should().Equal(message);

    [Theory]
    [InlineData("light")]
    [InlineData("cover")]
    [InlineData("fan")]
    [InlineData("valve")]
    public void An_output_needs_a_command(string kind) =>
        Problems(LineSettingsOf.Form("json", [], LineSettingsOf.Value("x", ("kind", kind))))
            .Should().Equal("values: x can be set and needs a command");

    [Theory]
    [InlineData("brightness_of", "vent", "values: x is the brightness of vent, which is no light")]
    [InlineData("brightness_of", "lmap", "values: x is the brightness of lmap, which is no light")]
    [InlineData("brightness_of", "x", "values: x is the brightness of x, which is no light")]
    [InlineData("position_of", "lamp", "values: x is the position of lamp, which is no cover or valve")]
    [InlineData("speed_of", "lamp", "values: x is the speed of lamp, which is no fan")]
    public void A_second_value_belongs_to_what_can_have_it(string key, string of, string message) =>
        Problems(House(("command", "{{value}}"), (key, of))).Should().Equal(message);

    [Theory]
    [InlineData("brightness_of", "lamp", "unit", "%", "values: x is the brightness of lamp and has no unit")]
    [InlineData("brightness_of", "lamp", "kind", "number", "values: x is the brightness of lamp and has no kind")]
    [InlineData("brightness_of", "lamp", "speed_of", "vent", "values: x is the brightness of lamp and has no speed_of")]
    [InlineData("brightness_of", "lamp", "max", "0",
        "values: x has a max that is not a whole number from 1 to 65535")]
    [InlineData("speed_of", "vent", "max", "2.5", "values: x has a max that is not a whole number from 2 to 65535")]
    [InlineData("position_of", "blind", "max", "255", "values: x is the position of blind and has no max")]
    public void A_second_value_has_few_keys(string key, string of, string other, string word, string message) =>
        Problems(House(("command", "{{value}}"), (key, of), (other, word))).Should().Equal(message);

    [Fact]
    public void A_second_value_needs_a_command_and_a_key_that_nothing_else_has()
    {
        Problems(House(("brightness_of", "lamp"))).Should().Equal("values: x can be set and needs a command");
        Problems(House(("brightness_of", "lamp"), ("command", "B")))
            .Should().Equal("values: x has a command without {{value}}");
        Problems(LineSettingsOf.Form("json", [],
            LineSettingsOf.Value("lamp", ("kind", "light"), ("command", "{{value}}")),
            LineSettingsOf.Value("a", ("brightness_of", "lamp"), ("command", "{{value}}")),
            LineSettingsOf.Value("lamp_brightness")))
            .Should().Equal("values: a and lamp_brightness would be one entity, lamp_brightness");
        var name = new string('l', 60);
        Problems(LineSettingsOf.Form("json", [],
            LineSettingsOf.Value(name, ("kind", "light"), ("command", "{{value}}")),
            LineSettingsOf.Value("a", ("brightness_of", name), ("command", "{{value}}"))))
            .Should().Equal($"values: a would be {name}_brightness, which is longer than 63 characters; "
                + $"give {name} a shorter name");
    }

    private static SettingValues House(params IEnumerable<(string, string)> x) => LineSettingsOf.Form("json", [],
        LineSettingsOf.Value("lamp", ("kind", "light"), ("command", "{{value}}")),
        LineSettingsOf.Value("vent", ("kind", "fan"), ("command", "{{value}}")),
        LineSettingsOf.Value("blind", ("kind", "cover"), ("command", "{{value}}")),
        LineSettingsOf.Value("x", x));

    private static IEnumerable<string> Problems(SettingValues settings) => LineSettingsOf.Driver.Check(settings);
}
