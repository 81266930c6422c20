using System.Collections.Immutable;
using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class FreshnessTests : IAsyncLifetime
{
    private const string Own = "bridge/cellar/temperature/state";

    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_value_that_expires_is_never_kept_and_told_again_when_Home_Assistant_starts()
    {
        _scene.Configure([$$"""
            cellar: { driver: lines, port: {{_scene.Port}}, values: { temperature: { field: T, unit: °C }, humidity: { field: H, unit: "%" } }, entities: { temperature: { expire_after: 5m } } }
            """]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.StartWith(ImmutableDictionary<string, string>.Empty
            .Add("BRIDGE_HOME_ASSISTANT__BIRTH_TOPIC", "house/ha").Add("BRIDGE_HOME_ASSISTANT__BIRTH_PAYLOAD", "up"));
        await bridge.ListensAsync("cellar");
        await listener.HeartbeatAsync();

        _scene.Line.Send("\nT=21.50 H=40\n"u8);
        await listener.FirstAsync("bridge/cellar/state", """{"humidity":40}""");
        var told = await listener.FirstAsync(Own, """{"temperature":21.50}""");
        told.Retain.Should().BeFalse();
        (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.Should().Contain("bridge/cellar/state").And.NotContain(Own);

        await listener.SyncAsync();
        var start = listener.Count;
        await listener.PublishAsync("homeassistant/status", "online"); // nobody of this house
        await listener.PublishAsync("house/ha", "up");
        (await listener.FirstAsync(Own, """{"temperature":21.50}""", start)).Retain.Should().BeFalse();
        await listener.FirstAsync("bridge/status", static heard => heard["status"] == "online", start);
        listener.From(start).Count(static heard => heard.Topic.EndsWith("_cellar/config", StringComparison.Ordinal)).Should().Be(1);
    }
}
