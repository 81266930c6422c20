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
        var after = await RunAsync("bridge", gone: before.Keys.Where(IsOfOffice));

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
        var after = await RunAsync("house/wires", gone: before.Keys.Where(IsOfPrefix));

        before.Keys.Should().Contain("bridge/meter/state");
        after.Keys.Where(IsOfPrefix).Should().BeEmpty();
        after.Keys.Should().Contain("house/wires/meter/state");
        after.Keys.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)).Should()
            .BeEquivalentTo(before.Keys.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)));
    }

    private static bool IsOfOffice(string topic) => topic.Contains("office", StringComparison.Ordinal);

    private static bool IsOfPrefix(string topic) => topic.StartsWith("bridge/", StringComparison.Ordinal);

    /// <summary>Runs the bridge until it has announced and cleared what is gone; what the broker keeps then.</summary>
    private async Task<IReadOnlyDictionary<string, string>> RunAsync(string prefix, IEnumerable<string>? gone = null)
    {
        var listener = await _scene.ListenAsync();
        var start = listener.Count;
        var bridge = _scene.Start();
        await listener.HeartbeatAsync(start, prefix);
        foreach (var topic in gone ?? [])
        {
            await listener.FirstAsync(topic, string.Empty, start);
        }

        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        return await Listener.RetainedAsync(_scene.Broker.Port);
    }
}
