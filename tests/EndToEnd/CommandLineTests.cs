using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class CommandLineTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task All_faults_of_a_configuration_are_told_at_once_and_nothing_starts()
    {
        _scene.Write($$"""
            mqtt:
              host: 127.0.0.1
              port: {{_scene.Broker.Port}}
              keep_alive: soon
              topik_prefix: bridge
            health:
              file: {{_scene.Health}}
            devices:
              meter: { driver: dsmmr, port: {{_scene.Port}} }
              office: { driver: bme280, bus: 1, address: 0x99 }
            """);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();

        (await bridge.ExitAsync()).Should().Be(1);
        bridge.Errors.Should().Contain("bridge.yaml:4").And.Contain("bridge.yaml:5").And.Contain("topic_prefix")
            .And.Contain("bridge.yaml:9").And.Contain("dsmr").And.Contain("bridge.yaml:10").And.Contain("0x76");
        await listener.SyncAsync();
        listener.From(0).Should().OnlyContain(static heard => heard.Topic == "e2e/sync");
        File.Exists(_scene.Health).Should().BeFalse();
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("scan")]
    [InlineData("run", "--sideways")]
    public async Task A_command_line_that_is_not_understood_ends_with_2(params string[] arguments)
    {
        var bridge = _scene.StartPlain(arguments);

        (await bridge.ExitAsync()).Should().Be(2);
        bridge.Errors.Should().Contain(arguments[^1]);
    }

    [Fact]
    public async Task Tells_its_version()
    {
        var bridge = _scene.StartPlain("--version");

        (await bridge.ExitAsync()).Should().Be(0);
        bridge.Output.Should().Be("0.1.0");
    }

    [Fact]
    public async Task Check_tells_devices_entities_and_topics_and_touches_nothing()
    {
        _scene.Configure([_scene.Meter, "office: { driver: bme280, bus: 97, address: 0x76 }"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start("check");

        (await bridge.ExitAsync()).Should().Be(0);
        bridge.Output.Should().Contain("meter").And.Contain(_scene.Port).And.Contain("bridge/office/state")
            .And.Contain("temperature").And.Contain("humidity").And.Contain("pressure").And.Contain("0x76");
        await listener.SyncAsync();
        listener.From(0).Should().OnlyContain(static heard => heard.Topic == "e2e/sync");
        File.Exists(_scene.Store).Should().BeFalse();
    }

    [Fact]
    public async Task Health_is_good_while_the_bridge_runs_and_bad_after()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();
        var during = _scene.Start("health");
        (await during.ExitAsync()).Should().Be(0, during.Output);

        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);

        var after = _scene.Start("health");
        (await after.ExitAsync()).Should().Be(1, after.Output);
    }

    [Fact]
    public async Task A_dry_run_prints_what_would_be_published_without_a_broker()
    {
        await _scene.Broker.KillAsync();
        var bridge = _scene.Start("run", "--dry-run");
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();

        (await bridge.ExitAsync()).Should().Be(0);
        var lines = bridge.Output.Split('\n').ToDictionary(
            static line => line[..line.IndexOf(' ')],
            static line => line[(line.IndexOf(' ') + 1)..],
            StringComparer.Ordinal);
        Heard.Parse(lines["bridge/meter/state"]).GetProperty("power_import").GetInt32().Should().Be(1193);
        lines["bridge/meter/availability"].Should().Be("online");
        lines.Keys.Should().Contain(static topic => topic.EndsWith("_meter/config", StringComparison.Ordinal));
        File.Exists(_scene.Store).Should().BeFalse();
    }
}
