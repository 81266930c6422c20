using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

/// <summary>What Home Assistant shows through the life of a bridge: which entities there are, and with which state.</summary>
public sealed class HouseTests : IAsyncLifetime
{
    private const string Power = "sensor.meter_power_import";
    private const string Online = "binary_sensor.bridge_connection";

    private Scene _scene = null!;
    private Listener _listener = null!;
    private Home _home = null!;

    private const string Panel = "panel: { driver: pcf8574, bus: 9, address: 0x20, inputs: [door=0, gate=1] }";

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        _listener = await _scene.ListenAsync();
        _home = new(_listener);
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Killed_and_started_again_with_another_prefix_it_shows_the_same_entities()
    {
        _scene.Configure([_scene.Meter, Panel]);
        var bridge = await StartAsync("bridge");
        var numbers = await _home.NumbersAsync();
        (await _home.StateAsync(Power)).Should().Be("1193");
        (await _home.StateAsync(Online)).Should().Be("on");
        (await _home.StateAsync("binary_sensor.panel_door")).Should().Be("unavailable");

        await bridge.KillAsync();
        await _listener.FirstAsync("bridge/status", "offline");
        (await _home.StateAsync(Power)).Should().Be("unavailable");
        (await _home.StateAsync(Online)).Should().Be("off");

        _scene.Configure([_scene.Meter, Panel], ["topic_prefix: house"]);
        bridge = await StartAsync("house");
        await bridge.LogAsync("Removed ");
        (await _home.StateAsync(Power)).Should().Be("1193");
        (await _home.NumbersAsync()).Should().Equal(numbers);
        _home.Kept.Keys.Should().NotContain(static topic => topic.StartsWith("bridge/", StringComparison.Ordinal));
        _home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_taken_out_of_the_configuration_goes_and_the_rest_stays_what_it_was()
    {
        _scene.Configure([_scene.Meter, Panel]);
        await StopAsync(await StartAsync("bridge"));
        var numbers = await _home.NumbersAsync();

        _scene.Configure([_scene.Meter, Panel.Replace(", gate=1", string.Empty, StringComparison.Ordinal)]);
        await StopAsync(await StartAsync("bridge"));
        (await _home.NumbersAsync()).Should().Equal(numbers.RemoveRange(
            numbers.Keys.Where(static id => id.EndsWith("_panel-gate", StringComparison.Ordinal))));

        _scene.Configure([_scene.Meter]);
        await StopAsync(await StartAsync("bridge"));
        (await _home.NumbersAsync()).Should().Equal(numbers.RemoveRange(
            numbers.Keys.Where(static id => id.Contains("_panel-", StringComparison.Ordinal))));
        _home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_broker_that_forgot_and_a_Home_Assistant_that_starts_again_change_nothing()
    {
        _scene.Configure([_scene.Meter]);
        await StartAsync("bridge");
        var numbers = await _home.NumbersAsync();

        await _home.RestartAsync();
        await _listener.HeartbeatAsync(_listener.Count);
        (await _home.StateAsync(Power)).Should().Be("1193");

        await _scene.Broker.KillAsync();
        await _scene.Broker.StartAgainAsync();
        _listener = await _scene.ListenAsync();
        _home.Forget(_listener);
        await _listener.HeartbeatAsync();
        (await _home.StateAsync(Power)).Should().Be("1193");
        (await _home.NumbersAsync()).Should().Equal(numbers);
        _home.Complaints.Should().BeEmpty();
    }

    /// <summary>Starts it, with a telegram of its meter.</summary>
    private async Task<RunningBridge> StartAsync(string prefix)
    {
        var start = _listener.Count;
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await _listener.FirstAsync($"{prefix}/meter/availability", "online", start);
        await bridge.LogAsync("Announced ");
        await _listener.SyncAsync();
        return bridge;
    }

    private static async Task StopAsync(RunningBridge bridge)
    {
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
    }
}
