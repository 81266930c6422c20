using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class StopTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_killed_bridge_is_told_offline_by_its_will()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();

        await bridge.KillAsync();

        (await listener.FirstAsync("bridge/status", "offline")).Retain.Should().BeTrue();
    }

    [Theory]
    [InlineData(Signal.Terminate)]
    [InlineData(Signal.Interrupt)]
    internal async Task Says_offline_for_each_device_and_last_for_itself_when_it_is_stopped(Signal signal)
    {
        _scene.Configure([_scene.Meter, "office: { driver: bme280, bus: 97, address: 0x76 }"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/diagnostics", static heard => heard["status"] == "ok");
        await listener.FirstAsync("bridge/office/diagnostics", static heard => heard["status"] == "unavailable");
        await listener.SyncAsync();
        var start = listener.Count;
        var since = TimeProvider.System.GetTimestamp();

        bridge.Send(signal);

        (await bridge.ExitAsync()).Should().Be(0);
        TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromSeconds(10));
        await listener.SyncAsync();
        var words = listener.From(start).Where(static heard => heard.Payload == "offline").ToArray();
        words.Select(static heard => heard.Topic).Should()
            .Equal("bridge/meter/availability", "bridge/office/availability", "bridge/status");
        words.Should().OnlyContain(static heard => heard.Retain);
        listener.From(start).Last(static heard => heard.Topic.StartsWith("bridge/", StringComparison.Ordinal))
            .Topic.Should().Be("bridge/status");
    }

    [Fact]
    public async Task Ends_in_time_when_the_broker_hangs()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();
        RunningBridge.Send(_scene.Broker.Id, Signal.Stop);
        var since = TimeProvider.System.GetTimestamp();

        bridge.Send(Signal.Terminate);

        (await bridge.ExitAsync()).Should().Be(0);
        TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromSeconds(10));
        RunningBridge.Send(_scene.Broker.Id, Signal.Continue);
        await listener.FirstAsync("bridge/status", "offline");
    }

    [Fact]
    public async Task Leaves_no_health_file_when_it_is_stopped_during_a_restart()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();
        await listener.PublishAsync("bridge/bridge/restart/set", "PRESS");
        await listener.FirstAsync("bridge/bridge/result", static heard => heard["ok"] == "True");

        bridge.Send(Signal.Terminate);

        (await bridge.ExitAsync()).Should().Be(0);
        File.Exists(_scene.Health).Should().BeFalse();
    }

    [Fact]
    public async Task Answers_another_voice_that_calls_it_offline_at_once()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();
        var start = listener.Count;

        await listener.PublishAsync("bridge/status", "offline", retain: true);

        var since = TimeProvider.System.GetTimestamp();
        await listener.FirstAsync("bridge/status", "offline", start);
        await listener.HeartbeatAsync(start);
        TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromSeconds(2));
    }
}
