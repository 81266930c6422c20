using System.Text.Json;
using Bridge.Host.Logging;
using Microsoft.Extensions.Logging;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace Bridge.Unit.Host.Logging;

public sealed class LineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, 7, TimeSpan.Zero);
    private readonly TextLogFormatter _text = new(colour: false);
    private readonly JsonLogFormatter _json = new("1.2.3");

    [Fact]
    public void Text_is_time_level_logger_message() =>
        Line(_text, "Device {Device} failed {Count} times", ("Device", "office"), ("Count", 3))
            .Should().Be("2026-01-01 12:00:00.007 WARN  Link: Device office failed 3 times\n");

    [Fact]
    public void Json_has_the_fixed_fields_first() =>
        Line(_json, "Device {Device} failed {Count} times", ("Device", "office"), ("Count", 3)).Should().Be(
            """{"timestamp":"2026-01-01T12:00:00.007Z","level":"warning","logger":"Link","""
            + "\"message\":\"Device office failed 3 times\",\"service\":\"bridge\",\"version\":\"1.2.3\","
            + "\"device\":\"office\",\"count\":3}\n");

    [Fact]
    public void Json_time_is_utc()
    {
        var line = Line(_json, Event("x", null) is var log
            ? new LogEvent(log.Timestamp.ToOffset(TimeSpan.FromHours(2)), log.Level, null, log.MessageTemplate, [])
            : null!);

        Parse(line).GetProperty("timestamp").GetString().Should().Be("2026-01-01T12:00:00.007Z");
    }

    [Fact]
    public void An_exception_stays_on_the_line()
    {
        var exception = new InvalidOperationException("first\r\nsecond\nthird");

        var text = Line(_text, Event("failed", exception));
        var json = Line(_json, Event("failed", exception));

        text.Should().Be(
            "2026-01-01 12:00:00.007 WARN  Link: failed | System.InvalidOperationException: first\\nsecond\\nthird\n");
        json.Should().EndWith("}\n").And.Subject.Count(c => c == '\n').Should().Be(1);
        Parse(json).GetProperty("exception").GetString().Should().Contain("first\r\nsecond\nthird");
    }

    [Fact]
    public void Control_characters_and_line_ends_become_visible()
    {
        const string Evil = "a\u001b[31mred\tb\0c\u0085d\u2028e\nf";

        Line(_text, "{V}", ("V", Evil)).Should().Be(
            "2026-01-01 12:00:00.007 WARN  Link: a\\u001b[31mred\\tb\\u0000c\\nd\\ne\\nf\n");
        var json = Line(_json, "told: {V}", ("V", Evil));
        json.TrimEnd('\n').Should().NotContainAny("\n", "\u001b", "\0", "\u0085", "\u2028");
        Parse(json).GetProperty("v").GetString().Should().Be(Evil);
    }

    [Fact]
    public void Unicode_is_written_as_it_is()
    {
        Line(_text, "{V}", ("V", "Küche ⚡ 温度")).Should().EndWith("Link: Küche ⚡ 温度\n");
        Line(_json, "in {V}", ("V", "Küche 温度")).Should().Contain("\"v\":\"Küche 温度\"");
    }

    [Theory]
    [InlineData("DeviceId", "device_id")]
    [InlineData("device", "device")]
    [InlineData("Message", "message_")]
    [InlineData("Version", "version_")]
    [InlineData("Exception", "exception_")]
    public void Json_names_are_snake_case_and_never_a_fixed_one(string name, string expected) =>
        Parse(Line(_json, "x", (name, "v"))).GetProperty(expected).GetString().Should().Be("v");

    [Fact]
    public void Json_does_not_repeat_a_message_that_is_one_property() =>
        Parse(Line(_json, "{Packet}", ("Packet", "PINGREQ"))).EnumerateObject().Select(static each => each.Value.ToString())
            .Should().ContainSingle(static text => text == "PINGREQ");

    [Fact]
    public void Json_keeps_the_kind_of_a_value()
    {
        var line = Line(
            _json, "x", ("A", 12.340m), ("B", 0.5), ("C", true), ("D", null), ("E", double.NaN), ("F", LogLevel.Debug),
            ("G", TimeSpan.FromSeconds(90)), ("H", ulong.MaxValue));

        line.Should().Contain(
            "\"a\":12.340,\"b\":0.5,\"c\":true,\"d\":null,\"e\":\"NaN\",\"f\":\"Debug\",\"g\":\"00:01:30\","
            + "\"h\":18446744073709551615}");
    }

    [Theory]
    [InlineData(LogEventLevel.Debug, "debug", "DEBUG")]
    [InlineData(LogEventLevel.Information, "info", "INFO ")]
    [InlineData(LogEventLevel.Warning, "warning", "WARN ")]
    [InlineData(LogEventLevel.Error, "error", "ERROR")]
    [InlineData(LogEventLevel.Fatal, "critical", "CRIT ")]
    public void Levels_have_the_words_of_the_contract(LogEventLevel level, string json, string text)
    {
        var log = new LogEvent(Noon, level, null, new MessageTemplateParser().Parse("x"), []);

        Parse(Line(_json, log)).GetProperty("level").GetString().Should().Be(json);
        Line(_text, log).Should().Be($"2026-01-01 12:00:00.007 {text} bridge: x\n");
    }

    [Fact]
    public void Colour_is_around_the_level_only() =>
        Line(new TextLogFormatter(colour: true), "x").Should().Be("2026-01-01 12:00:00.007 \e[33mWARN \e[0m Link: x\n");

    private static JsonElement Parse(string line) => JsonDocument.Parse(line).RootElement;

    private static string Line(ITextFormatter formatter, string template, params (string, object?)[] values) =>
        Line(formatter, Event(template, null, values));

    private static string Line(ITextFormatter formatter, LogEvent log)
    {
        var output = new StringWriter();
        formatter.Format(log, output);
        return output.ToString();
    }

    private static LogEvent Event(string template, Exception? exception, params (string Name, object? Value)[] values) =>
        new(Noon, LogEventLevel.Warning, exception, new MessageTemplateParser().Parse(template),
            [
                new LogEventProperty("SourceContext", new ScalarValue("Bridge.Host.Link")),
                .. values.Select(value => new LogEventProperty(value.Name, new ScalarValue(value.Value))),
            ]);
}
