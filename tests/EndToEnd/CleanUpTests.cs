using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class CleanUpTests : IAsyncLifetime
{
    private const string Office = "office: { driver: bme280, bus: 97, address: 0x76 }";
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_device_that_is_no_longer_configured_leaves_nothing_behind()
    {
        _scene.Configure([_scene.Meter, Office]);
        var before = await RunAsync("bridge");
        before.Keys.Where(IsOfOffice).Should().HaveCount(4);

        _scene.Configure([_scene.Meter]);
        var listener = await _scene.ListenAsync();
        var start = listener.Count;
        var after = await RunAsync("bridge");

        after.Keys.Should().BeEquivalentTo(before.Keys.Where(static topic => !IsOfOffice(topic)));
        listener.From(start).Where(static heard => heard.Payload.Length == 0)
            .Select(static heard => heard.Topic.Split('/')[^1])
            .Should().StartWith(["config", "availability", "state"], "living templates must not see an empty state");
    }

    [Fact]
    public async Task Another_prefix_leaves_nothing_under_the_old_one()
    {
        var before = await RunAsync("bridge");
        _scene.Configure([_scene.Meter], mqtt: ["topic_prefix: house/wires"]);
        var after = await RunAsync("house/wires");

        before.Keys.Should().Contain("bridge/meter/state");
        after.Keys.Should().NotContain(static topic => topic.StartsWith("bridge/", StringComparison.Ordinal));
        after.Keys.Should().Contain("house/wires/meter/state");
        after.Keys.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)).Should()
            .BeEquivalentTo(before.Keys.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)));
    }

    private static bool IsOfOffice(string topic) => topic.Contains("office", StringComparison.Ordinal);

    private async Task<IReadOnlyDictionary<string, string>> RunAsync(string prefix)
    {
        var listener = await _scene.ListenAsync();
        var start = listener.Count;
        var bridge = _scene.Start();
        await listener.HeartbeatAsync(start, prefix);
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        return await Listener.RetainedAsync(_scene.Broker.Port);
    }
}
