using Bridge.Host.Cli;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Cli;

public sealed class DiscoveryCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-discovery").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Prints_the_documents_of_a_configuration_which_the_lint_then_finds_sound()
    {
        var printed = await Print("""
            home_assistant: { language: de }
            state: { path: memory }
            devices:
              office: { driver: bme280, bus: 1, derived: { dew_point: {} } }
            """);

        printed.Should().Be(0);
        var lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Select(static line => line.Split(' ')[0]).Should().Equal(
            "homeassistant/device/00000000_bridge/config", "homeassistant/device/00000000_office/config");
        lines[1].Should().Contain("\"Taupunkt\"").And.Contain("\"unique_id\":\"00000000_office-temperature\"");
        Lint(_output.ToString()).Should().Be(0);
        _output.ToString().Should().EndWith($"0 errors, 0 warnings.{Environment.NewLine}");
    }

    [Fact]
    public async Task Lights_covers_fans_and_valves_of_lines_are_sound()
    {
        var printed = await Print("""
            state: { path: memory }
            devices:
              room:
                driver: lines
                port: /dev/ttyUSB0
                values:
                  lamp: { kind: light, command: 'L{{value}}' }
                  bright: { brightness_of: lamp, max: 100, command: 'B{{value}}' }
                  stairs: { kind: light, command: 'S{{value}}', category: config }
                  blind: { kind: cover, device_class: blind, send_stop: stop, command: 'C{{value}}' }
                  pos: { position_of: blind, command: 'P{{value}}' }
                  gate: { kind: cover, command: 'G{{value}}' }
                  vent: { kind: fan, name: Air, command: 'F{{value}}' }
                  speed: { speed_of: vent, max: 3, command: 'V{{value}}' }
                  mixer: { kind: valve, send_stop: stop, command: 'M{{value}}' }
                  mix: { position_of: mixer, command: 'N{{value}}' }
                  water: { kind: valve, device_class: water, command: 'W{{value}}' }
            """);

        printed.Should().Be(0);
        _output.ToString().Should().Contain("\"brightness_scale\":100").And.Contain("\"speed_range_max\":3")
            .And.Contain("\"set_position_topic\":\"bridge/room/blind/position/set\"")
            .And.Contain("\"brightness_command_topic\":\"bridge/room/lamp/brightness/set\"");
        Lint(_output.ToString()).Should().Be(0);
        _output.ToString().Should().EndWith($"0 errors, 0 warnings.{Environment.NewLine}");
    }

    [Fact]
    public async Task A_faulty_configuration_is_told_and_nothing_printed()
    {
        (await Print("devices: { office: { driver: bme280 } }")).Should().Be(1);

        _output.ToString().Should().BeEmpty();
        _errors.ToString().Should().Contain("bus");
    }

    [Theory]
    [InlineData("homeassistant/sensor/x/config {\"uniq_id\":\"u\",\"stat_t\":\"a\",\"o\":{\"name\":\"n\"},\"dev_cla\":\"\"}",
        "error    homeassistant/sensor/x/config message: device_class must be one of")]
    [InlineData("{\n\"dev\":{\"ids\":\"d\",\"name\":\"D\"},\n\"o\":{\"name\":\"n\"},\"cmps\":{\"t\":{\"p\":\"sensor\",\"uniq_id\":\"u\"}}}",
        "error    components.t: lacks the key state_topic")]
    public void A_message_that_would_be_refused_is_named_with_its_rule(string text, string expected)
    {
        Lint(text).Should().Be(1);

        _output.ToString().Should().StartWith(expected).And.Contain("1 errors, 0 warnings.");
    }

    [Fact]
    public void Messages_of_several_lines_are_told_apart_and_what_is_no_discovery_is_passed_over()
    {
        const string sound = "{\n  \"uniq_id\": \"u\",\n  \"stat_t\": \"a/b\",\n  \"o\": {\"name\": \"n\"}\n}";

        Lint($"homeassistant/status online\nhomeassistant/sensor/x/config {sound}\r\nhomeassistant/sensor/y/config \n"
            + $"homeassistant/sensor/z/config {sound}\nhomeassistant/sensor/z/state 21.5\n").Should().Be(0);
        Lint($"homeassistant/sensor/x/config {sound}\nhomeassistant/sensor/a b/config {sound}").Should().Be(1);

        _output.ToString().Should().Contain("homeassistant/sensor/a b/config message: ids in the topic");
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_so()
    {
        DiscoveryCommand.Lint(Path.Combine(_folder, "none"), null, _output, _errors).Should().Be(2);
        _errors.ToString().Should().Contain("none");
    }

    private Task<int> Print(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "bridge.yaml"), yaml);
        return DiscoveryCommand.PrintAsync(
            new ConfigurationRequest
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal),
                WorkingDirectory = _folder,
                Sets = [],
                AddOnOptionsFile = Path.Combine(_folder, "options.json"),
                MountedFile = Path.Combine(_folder, "mounted.yaml"),
            },
            _output,
            _errors);
    }

    private int Lint(string text)
    {
        var file = Path.Combine(_folder, "message");
        File.WriteAllText(file, text);
        return DiscoveryCommand.Lint(file, null, _output, _errors);
    }
}
