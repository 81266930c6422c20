using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class SecondBridgeTests : IAsyncLifetime
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Is_silent_while_another_bridge_lives_under_its_prefix()
    {
        _scene.Configure([_scene.Meter], heartbeat: "5s");
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        var own = (await listener.HeartbeatAsync())["instance"]!;
        await bridge.ListensAsync("meter");

        var since = TimeProvider.System.GetTimestamp();
        await listener.PublishAsync("bridge/status", Scene.HeartbeatOf("0badcafe"), retain: true);
        var told = await bridge.LogAsync("A second bridge is alive");
        told.Should().Contain(own).And.Contain("0badcafe").And.Contain("\"error\"");

        await listener.SyncAsync();
        var start = listener.Count;
        _scene.SendTelegram();
        await bridge.LogAsync("Device meter is online");
        await listener.FirstAsync("bridge/meter/availability", "online", start);
        TimeProvider.System.GetElapsedTime(since).Should().BeGreaterThan(Heartbeat * 3 * 0.99);
        await listener.StateAsync("meter", "power_import", "1193", start);
        (await listener.HeartbeatAsync(start))["instance"].Should().Be(own);
        bridge.Lines("error").Should().ContainSingle();
    }
}
