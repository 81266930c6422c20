using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class BrokerTests : IAsyncLifetime
{
    private const string Secret = "correct-horse-7";
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Theory]
    [InlineData(1.0)]
    [InlineData(4.5)]
    public async Task A_broker_that_lost_its_memory_is_told_everything_again(double downSeconds)
    {
        _scene.Configure([_scene.Meter], patient: true);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/availability", "online");
        await _scene.Broker.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(downSeconds), TimeProvider.System);
        await _scene.Broker.StartAgainAsync();

        var since = TimeProvider.System.GetTimestamp();
        var again = await _scene.ListenAsync();
        await again.HeartbeatAsync(); // the end of an announcement
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
        await _scene.Broker.KillAsync();
        var bridge = _scene.Start();
        await bridge.LogAsync("No connection to");
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await bridge.LogAsync("Device meter is online");

        await _scene.Broker.StartAgainAsync();

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

    [Fact]
    public async Task A_topic_that_the_broker_does_not_allow_is_named_and_the_others_go_on()
    {
        var rules = Path.Combine(_scene.Folder, "rules");
        await File.WriteAllLinesAsync(rules, ["topic readwrite #", "topic deny bridge/meter/state"]);
        await _scene.Broker.KillAsync();
        await _scene.Broker.StartAgainAsync(new() { Lines = [$"acl_file {rules}"] });
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();

        await listener.HeartbeatAsync();
        var error = await listener.FirstAsync("bridge/error", static heard => heard["error_type"] == "publish_refused");
        error["message"].Should().Contain("bridge/meter/state").And.Contain("0x87");
        (await bridge.LogAsync("refused to publish")).Should().Contain("\"error\"").And.Contain("bridge/meter/state");
        listener.From(0).Should().Contain(static heard => heard.Topic == "bridge/meter/availability")
            .And.NotContain(static heard => heard.Topic == "bridge/meter/state");
    }

    private async Task LockAsync(string password)
    {
        await _scene.Broker.KillAsync();
        await _scene.Broker.StartAgainAsync(new("bridge", password));
    }
}
