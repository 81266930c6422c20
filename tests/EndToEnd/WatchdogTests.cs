using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class WatchdogTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    /// <summary>A log that nobody reads is full some day; whoever writes to it then hangs, the main loop with the rest.</summary>
    [SlowFact]
    public async Task Code_6_when_the_main_loop_hangs_even_in_the_log_itself()
    {
        _scene.Configure([$"meter: {{ driver: dsmr, port: {_scene.Port}, stale_after: 10s }}"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.StartUnread("--trace", "mqtt");
        await listener.HeartbeatAsync();
        for (var number = 0; number < 1000; number++)
        {
            await listener.PublishAsync($"bridge/nobody_{number}/lamp/set", "ON"); // some 200 bytes of log each
        }

        // The meter is stale after 10 s, which the main loop cannot say; 90 s later the watchdog ends the process.
        (await bridge.ExitAsync(TimeSpan.FromMinutes(3))).Should().Be(6);
        await listener.FirstAsync("bridge/status", "offline");
    }
}
