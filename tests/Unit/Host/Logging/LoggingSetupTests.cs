using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Bridge.Unit.Host.Logging;

public sealed partial class LoggingSetupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-log-");
    private readonly StringWriter _output = new();
    private readonly LogLevelControl _level = new(LogLevel.Information);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_line_goes_the_whole_way()
    {
        using var factory = Create(new LoggingOptions { Format = LogFormat.Json });

        Polled(factory.CreateLogger("Bridge.Host.Link"), "office", 3);

        _output.ToString().Should().Contain("\"level\":\"info\",\"logger\":\"Link\",\"message\":\"Polled office 3 times\"")
            .And.EndWith("\"device\":\"office\",\"count\":3}\n");
    }

    [Fact]
    public void The_level_changes_while_it_runs()
    {
        using var factory = Create(new LoggingOptions { Format = LogFormat.Text });
        var logger = factory.CreateLogger("Bridge.Host.Link");

        _level.Level = LogLevel.Warning;
        Polled(logger, "office", 1);
        logger.IsEnabled(LogLevel.Information).Should().BeFalse();
        _output.ToString().Should().BeEmpty();

        _level.Level = LogLevel.Debug;
        Polled(logger, "office", 2);
        _output.ToString().Should().EndWith("INFO  Link: Polled office 2 times\n");
        _level.Level.Should().Be(LogLevel.Debug);
    }

    [Fact]
    public void What_is_traced_is_shown_at_any_level_and_nothing_else_with_it()
    {
        var level = new LogLevelControl(LogLevel.Information) { Traced = ["Mqtt"] };
        using var factory = Create(new LoggingOptions { Format = LogFormat.Text }, level);

        Packet(factory.CreateLogger("Mqtt"), "-> PINGREQ");
        Packet(factory.CreateLogger("Link"), "-> PINGREQ");
        level.Level = LogLevel.Error;
        Packet(factory.CreateLogger("Mqtt"), "<- PINGRESP");

        _output.ToString().Should().MatchRegex("^.{24}DEBUG Mqtt: -> PINGREQ\n.{24}DEBUG Mqtt: <- PINGRESP\n$");
    }

    [Fact]
    public void The_framework_speaks_only_of_trouble()
    {
        using var factory = Create(new LoggingOptions { Format = LogFormat.Text });

        Polled(factory.CreateLogger("Microsoft.Hosting.Lifetime"), "office", 1);

        _output.ToString().Should().BeEmpty();
    }

    [Fact]
    public void The_file_is_rotated_by_size_and_old_ones_go()
    {
        var file = Path.Combine(_folder.FullName, "logs", "bridge.log");
        using (var factory = Create(new LoggingOptions { File = file, MaxFileSizeMb = 1, BackupCount = 2 }))
        {
            var logger = factory.CreateLogger("Bridge.Host.Link");
            var large = new string('x', 100_000);
            for (var i = 0; i < 40; i++)
            {
                Polled(logger, large, i);
            }
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(file)!);
        files.Should().HaveCount(3);
        files.Should().OnlyContain(name => new FileInfo(name).Length < 1_500_000);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_one_warning()
    {
        using (var factory = Create(new LoggingOptions { Format = LogFormat.Text, File = _folder.FullName }))
        {
            Polled(factory.CreateLogger("Bridge.Host.Link"), "office", 1);
        }

        var lines = _output.ToString().TrimEnd('\n').Split('\n');
        lines.Should().HaveCount(2);
        lines[0].Should().Contain("WARN ").And.Contain(_folder.FullName).And.Contain("stderr only");
    }

    [Theory]
    [InlineData(true, "", LogFormat.Text)]
    [InlineData(false, "", LogFormat.Json)]
    [InlineData(false, "SUPERVISOR_TOKEN", LogFormat.Text)]
    [InlineData(false, "JOURNAL_STREAM", LogFormat.Text)]
    public void The_form_fits_the_surroundings(bool terminal, string variable, object expected)
    {
        var surroundings = Surroundings(terminal, variable, "1");

        surroundings.Choose(LogFormat.Auto).Should().Be((LogFormat)expected);
        surroundings.Choose(LogFormat.Json).Should().Be(LogFormat.Json);
        surroundings.Choose(LogFormat.Text).Should().Be(LogFormat.Text);
    }

    [Theory]
    [InlineData(true, "", "", true)]
    [InlineData(false, "", "", false)]
    [InlineData(true, "NO_COLOR", "1", false)]
    [InlineData(true, "NO_COLOR", "", true)]
    [InlineData(true, "TERM", "dumb", false)]
    [InlineData(true, "TERM", "xterm", true)]
    public void Colour_needs_a_terminal_that_wants_it(bool terminal, string variable, string value, bool expected) =>
        Surroundings(terminal, variable, value).Colour.Should().Be(expected);

    [LoggerMessage(1, LogLevel.Information, "Polled {Device} {Count} times")]
    private static partial void Polled(ILogger logger, string device, int count);

    [LoggerMessage(2, LogLevel.Debug, "{Packet}")]
    private static partial void Packet(ILogger logger, string packet);

    private static LogSurroundings Surroundings(bool terminal, string variable, string value) =>
        new(terminal, new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value });

    private ILoggerFactory Create(LoggingOptions options, LogLevelControl? level = null) => LoggingSetup.Create(
        options, level ?? _level, Surroundings(false, "HOME", "/"), "1.2.3",
        (sinks, formatter) => sinks.Sink(new WriterSink(formatter, _output)));

    private sealed class WriterSink(ITextFormatter formatter, TextWriter output) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => formatter.Format(logEvent, output);
    }
}
