using System.Diagnostics;
using System.Text;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.TestSupport;
using Bridge.TestSupport.Telegrams;

namespace Bridge.Unit.Devices.Drivers.Serial;

public sealed class LinesTests
{
    private readonly ManualTime _time = new();
    private readonly RecordingSink _sink = new();

    [Fact]
    public void Named_groups_of_a_pattern_are_entities()
    {
        var settings = LineSettingsOf.Regex(@"^T=(?<temperature>-?[0-9.]+)( H=(?<humidity>[0-9.]+))?$");

        Send(settings, "T=21.50 H=40\r\nT=-3\r\n");

        LineSettingsOf.Driver.Entities(settings).Select(static each => each.Key).Should().Equal("temperature", "humidity");
        Texts().Should().Equal("temperature=21.50 humidity=40", "temperature=-3");
        _sink.Faults.Should().BeEmpty();
        _sink.Readings[0].At.Should().Be(_time.GetUtcNow());
    }

    [Theory]
    [InlineData("21.50,40,x\n", "temperature=21.50 humidity=40")]
    [InlineData("21.50 , \"40\" , \"a, \"\"b\"\"\"\n", "temperature=21.50 humidity=40")]
    [InlineData("21.50,40,x,\n", "temperature=21.50 humidity=40")]
    [InlineData(",40,\n", "temperature=unknown humidity=40")]
    public void Columns_of_CSV_are_entities_but_those_with_an_underscore(string line, string expected)
    {
        Send(LineSettingsOf.Csv("temperature", "humidity", "_rest"), line);

        Texts().Should().Equal(expected);
        _sink.Faults.Should().BeEmpty();
    }

    [Fact]
    public void A_quoted_column_may_hold_the_delimiter()
    {
        Send(LineSettingsOf.Csv("name", "number"), "\"a, \"\"b\"\"\",1\n\"open,2\n");

        Texts().Should().Equal("name=a, \"b\" number=1");
        _sink.Faults.Should().ContainSingle().Which.Message.Should().Contain("1 columns, not 2");
    }

    [Theory]
    [InlineData(null, "=", "T=21.5 RH=40;X=1")]
    [InlineData(null, ":", "RH:40,T:21.5")]
    [InlineData("|", " = ", "other | T = 21.5|RH = 40")]
    public void Pairs_are_found_by_their_keys(string? delimiter, string separator, string line)
    {
        var settings = LineSettingsOf.Form("key_value",
            [("separator", separator), .. delimiter is null ? [] : new[] { ("delimiter", delimiter) }],
            LineSettingsOf.Value("temperature", ("field", "T")), LineSettingsOf.Value("humidity", ("field", "RH")));

        Send(settings, line + "\n");

        Texts().Should().Equal("temperature=21.5 humidity=40");
    }

    [Theory]
    [InlineData("""{"air":{"temp":21.50,"list":[1,{"rh":"40"}]},"on":true}""", "temperature=21.50 humidity=40 open=true")]
    [InlineData("""{"air.temp":-3,"on":null}""", "temperature=-3 open=unknown")]
    [InlineData("""{"air":{"temp":[1]},"on":0}""", "open=false")]
    public void Fields_of_JSON_are_found_by_their_path(string line, string expected)
    {
        var settings = LineSettingsOf.Form("json", [],
            LineSettingsOf.Value("temperature", ("field", "air.temp"), ("unit", "°C")),
            LineSettingsOf.Value("humidity", ("field", "air.list.1.rh")),
            LineSettingsOf.Value("open", ("field", "on"), ("kind", "binary_sensor")));

        Send(settings, line + "\n");

        Texts().Should().Equal(expected);
        _sink.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("12345678901234.12345678", ValueKind.Number)]
    [InlineData("1.50E3", ValueKind.Number)]
    [InlineData("0.10", ValueKind.Number)]
    [InlineData("0", ValueKind.Number)]
    [InlineData("007", ValueKind.Text)]
    [InlineData("1,5", ValueKind.Text)]
    [InlineData("0x10", ValueKind.Text)]
    [InlineData("nan", ValueKind.Unknown)]
    public void A_value_of_which_nothing_is_said_is_a_number_if_it_looks_like_one(string text, ValueKind kind)
    {
        Send(LineSettingsOf.Regex("^(?<x>.*)$"), text + "\n");

        _sink["x"].Kind.Should().Be(kind);
        if (kind == ValueKind.Number && !text.Contains('E', StringComparison.Ordinal))
        {
            _sink["x"].ToString().Should().Be(text);
        }
    }

    [Theory]
    [InlineData("unit", "W", "0012.50", "12.50")]
    [InlineData("state_class", "measurement", "-.5", "-0.5")]
    [InlineData("device_class", "ph", "07.10", "7.10")]
    [InlineData("device_class", "date", "2026-01-02", "2026-01-02")]
    [InlineData("kind", "binary_sensor", "ON", "true")]
    [InlineData("kind", "binary_sensor", "0", "false")]
    [InlineData("value_on", "OPEN", "OPEN", "OPEN")] // a sensor has no on and off
    public void A_declared_value_is_read_as_what_it_is(string key, string word, string text, string expected)
    {
        Send(LineSettingsOf.Form("csv", [("columns", "x")], LineSettingsOf.Value("x", (key, word))), text + "\n");

        _sink["x"].ToString().Should().Be(expected);
        _sink.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("unit", "W", "number")]
    [InlineData("device_class", "ph", "number")]
    [InlineData("kind", "binary_sensor", "truth value")]
    public void A_declared_value_that_cannot_be_read_is_a_fault_and_the_others_are_not(string key, string word, string what)
    {
        Send(LineSettingsOf.Form("csv", [("columns", "x,y")], LineSettingsOf.Value("x", (key, word))), "abc,1\n");

        Texts().Should().Equal("y=1");
        _sink.Faults.Should().Equal((BusFault.InvalidValue, $"x is 'abc', which is no {what}."));
    }

    [Fact]
    public void Own_words_stand_for_on_and_off()
    {
        var settings = LineSettingsOf.Form("csv", [("columns", "door")],
            LineSettingsOf.Value("door", ("kind", "binary_sensor"), ("value_on", "OPEN"), ("value_off", "SHUT")));

        Send(settings, "OPEN\nSHUT\nyes\n");

        Texts().Should().Equal("door=true", "door=false", "door=true");
    }

    [Fact]
    public void Of_a_run_of_lines_that_do_not_match_the_first_is_told()
    {
        Send(LineSettingsOf.Regex("^T=(?<t>[0-9]+)$"), "hello\nworld\nT=1\nT=x\nT=y\n");

        Texts().Should().Equal("t=1");
        _sink.Faults.Select(static each => each.Fault).Should().Equal(BusFault.Protocol, BusFault.Protocol);
        _sink.Faults[0].Message.Should().Be("A line cannot be read, it does not match the pattern: 'hello'.");
    }

    [Fact]
    public void Lines_that_do_not_match_can_be_ignored()
    {
        Send(LineSettingsOf.Regex("^T=(?<t>[0-9]+)$", ("unmatched", "ignore")), "hello\nT=1\n\n \n");

        Texts().Should().Equal("t=1");
        _sink.Faults.Should().BeEmpty();
    }

    [Fact]
    public void A_line_that_is_too_long_is_noise_up_to_its_end()
    {
        Send(LineSettingsOf.Regex("(?<t>[0-9]+)$", ("max_length", "16")), new string('7', 40) + "\n0123456789012345\n");

        _sink.Readings.Should().ContainSingle();
        _sink.Faults.Should().ContainSingle().Which.Message.Should().Contain("16 bytes");
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_become_a_replacement()
    {
        var decoder = LineSettingsOf.Create(LineSettingsOf.Csv("name", "t"), _time);

        decoder.Consume([0x61, 0xFF, 0x2C, 0x31, 0x0A], _sink);

        _sink["name"].Text.Should().Be("a\uFFFD");
    }

    [Fact]
    public void The_rest_of_a_line_that_began_before_the_port_was_opened_is_no_reading()
    {
        var decoder = LineSettingsOf.Create(LineSettingsOf.Csv("t"), _time);
        decoder.Consume("99"u8, _sink);

        decoder.Reset();
        decoder.Consume("1.5\n22.5\n"u8, _sink);

        Texts().Should().Equal("t=22.5");
        _sink.Faults.Should().BeEmpty();
    }

    [Fact]
    public void After_a_silence_a_line_begins()
    {
        var decoder = LineSettingsOf.Create(LineSettingsOf.Csv("t"), _time);

        decoder.Reset();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        decoder.Consume("21.5\n"u8, _sink);

        Texts().Should().Equal("t=21.5");
    }

    [Theory]
    [InlineData("^(a+)+(?<t>b)$")]
    [InlineData("^(a|a)*(?<t>b)$")]
    [InlineData("(?<t>(.*)*x)$")]
    [InlineData("^(([a-z])+.)+(?<t>[A-Z])([a-z])+$")]
    public void A_pattern_that_would_run_for_ever_elsewhere_ends_in_time(string pattern)
    {
        var decoder = LineSettingsOf.Create(LineSettingsOf.Regex(pattern, ("max_length", "65536")), _time);
        var line = Encoding.ASCII.GetBytes(new string('a', 2000) + "\n");
        var clock = Stopwatch.StartNew();

        for (var round = 0; round < 20; round++)
        {
            decoder.Consume(line, _sink);
        }

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20));
        _sink.Readings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("switch", true, "R=AN\r\n")]
    [InlineData("switch", false, "R=AUS\r\n")]
    [InlineData("button", true, "R=AN\r\n")]
    public void A_truth_value_is_set_with_its_own_words(string kind, bool value, string sent)
    {
        var settings = LineSettingsOf.Form("json", [], LineSettingsOf.Value("relay",
            ("kind", kind), ("command", @"R={{value}}\r\n"), ("value_on", "AN"), ("value_off", "AUS")));

        Encode(settings, "relay", Value.Of(value)).Should().Be(sent);
    }

    [Fact]
    public void Numbers_and_texts_are_set_as_they_are()
    {
        var settings = LineSettingsOf.Form("json", [],
            LineSettingsOf.Value("level", ("kind", "number"), ("min", "0"), ("max", "9"), ("command", @"L\t{{value}}\\n\n")),
            LineSettingsOf.Value("note", ("kind", "text"), ("command", "N {{value}}\n")));

        Encode(settings, "level", Value.Of(2.50m)).Should().Be("L\t2.50\\n\n");
        Encode(settings, "note", Value.Of("größer")).Should().Be("N größer\n");
        LineSettingsOf.Driver.Entities(settings).Should().OnlyContain(static each => each.CanBeSet);
    }

    [Fact]
    public void What_is_announced_is_what_the_settings_say()
    {
        var settings = LineSettingsOf.Form("csv", [("columns", "a,b,mode")],
            LineSettingsOf.Value("temperature", ("field", "a"), ("unit", "°C"), ("device_class", "temperature"),
                ("state_class", "measurement"), ("min", "-40"), ("max", "85"), ("category", "diagnostic")),
            LineSettingsOf.Value("mode", ("options", "eco,full")),
            LineSettingsOf.Value("water_level", ("field", "b"), ("name", "Tank")));

        var entities = LineSettingsOf.Driver.Entities(settings);

        entities.Select(static each => (each.Key, each.Name, each.Unit, each.DeviceClass, each.StateClass)).Should().Equal(
            ("temperature", null, "°C", "temperature", StateClass.Measurement),
            ("mode", "Mode", null, "enum", StateClass.None),
            ("water_level", "Tank", null, null, StateClass.None));
        entities[0].Should().Match<Entity>(static each =>
            each.Lowest == -40 && each.Highest == 85 && each.Category == EntityCategory.Diagnostic);
        entities[1].Options.Should().Equal("eco", "full");
    }

    private void Send(SettingValues settings, string text) =>
        LineSettingsOf.Create(settings, _time).Consume(Encoding.UTF8.GetBytes(text), _sink);

    [Theory]
    [InlineData("P={{value}}", "", "P=1\n")]
    [InlineData("P={{value}}", "crlf", "P=1\r\n")]
    [InlineData("P={{value}}", "cr", "P=1\r")]
    [InlineData("P={{value}}", "none", "P=1")]
    [InlineData(@"P={{value}}\r", "crlf", "P=1\r")]
    [InlineData(@"P={{value}}\\r", "", "P=1\\r\n")]
    public void A_command_is_a_line_unless_it_says_otherwise(string command, string end, string sent)
    {
        var value = LineSettingsOf.Value("pump", ("kind", "switch"), ("command", command));
        var settings = LineSettingsOf.Form("json", end.Length == 0 ? [] : [("command_end", end)], value);

        Encode(settings, "pump", Value.Of(true)).Should().Be(sent);
    }

    private static string Encode(SettingValues settings, string key, Value value) => Encoding.UTF8.GetString(
        LineSettingsOf.Create(settings, new ManualTime()).Encode(new Command(key, value)).Span);

    private IEnumerable<string> Texts() => _sink.Readings.Select(static reading =>
        string.Join(' ', reading.Values.Select(static each => $"{each.Key}={each.Value}")));
}
