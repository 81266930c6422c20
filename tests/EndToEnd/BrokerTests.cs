using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class BrokerTests : IAsyncLifetime
{
    private const string Secret = "correct-horse-7";
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_broker_that_lost_its_memory_is_told_everything_again()
    {
        // The intervals of the product itself: this is what users have.
        _scene.Configure([_scene.Meter], mqtt: []);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/availability", "online");
        await _scene.Broker.StopAsync();
        await bridge.LogAsync("lost");

        await _scene.Broker.StartAsync();

        var since = TimeProvider.System.GetTimestamp();
        var again = await _scene.ListenAsync();
        await again.HeartbeatAsync();
        TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromSeconds(10));
        await again.SyncAsync();
        var retained = await Listener.RetainedAsync(_scene.Broker.Port);
        var instance = Heard.Parse(retained["bridge/status"]).GetProperty("instance").GetString();
        retained.Keys.Should().BeEquivalentTo(
            $"homeassistant/device/{instance}_bridge/config",
            $"homeassistant/device/{instance}_meter/config",
            "bridge/meter/availability",
            "bridge/meter/state",
            "bridge/meter/diagnostics",
            "bridge/bridge/state",
            "bridge/status");
        retained["bridge/meter/availability"].Should().Be("online");
        Heard.Parse(retained["bridge/meter/state"]).GetProperty("power_import").GetInt32().Should().Be(1193);
    }

    [Fact]
    public async Task A_broker_that_comes_later_is_found()
    {
        await _scene.Broker.StopAsync();
        var bridge = _scene.Start();
        await bridge.LogAsync("No connection to");
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await bridge.LogAsync("Device meter is online");

        await _scene.Broker.StartAsync();

        var listener = await _scene.ListenAsync();
        await listener.HeartbeatAsync();
        await listener.FirstAsync("bridge/meter/availability", "online");
        await listener.StateAsync("meter", "power_import", "1193");
        bridge.Lines("warning").Where(static line => line.Contains("No connection", StringComparison.Ordinal))
            .Should().ContainSingle("an outage is logged once, not once a try");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_a_right_one_is_found_later()
    {
        await LockAsync("another-word");
        _scene.Configure([_scene.Meter], mqtt: ["username: bridge", $"password: {Secret}"]);
        var bridge = _scene.Start();
        var told = await bridge.LogAsync("check mqtt.username and mqtt.password");
        told.Should().Contain("warning");
        bridge.IsAlive.Should().BeTrue();

        await LockAsync(Secret);

        var listener = await _scene.ListenAsync("bridge", Secret);
        await listener.HeartbeatAsync();
        (bridge.Errors + bridge.Output).Should().NotContain(Secret);
    }

    private async Task LockAsync(string password)
    {
        await _scene.Broker.StopAsync();
        _scene.Broker.PasswordFile = await Mosquitto.PasswordFileAsync(_scene.Folder, "bridge", password);
        await _scene.Broker.StartAsync();
    }
}
