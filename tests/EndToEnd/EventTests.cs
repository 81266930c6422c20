using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

/// <summary>Events and what is set from Home Assistant, of the built program at a real broker.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task An_event_is_told_once_and_a_broker_that_comes_back_hears_of_none_that_it_missed()
    {
        _scene.Configure([$$"""
            panel: { driver: lines, port: {{_scene.Port}}, values: { bell: { field: B, kind: event, options: [press] } } }
            """]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start("run", "--set", "logging.level=debug");
        await bridge.ListensAsync("panel");
        await listener.FirstAsync("bridge/panel/state", "{}");
        _scene.Line.Send("\nB=press\n"u8);
        (await listener.FirstAsync("bridge/panel/bell/event", """{"event_type":"press"}""")).Retain.Should().BeFalse();
        await Documents.ShouldBeTakenAsync(await Listener.RetainedAsync(_scene.Broker.Port));

        await _scene.Broker.KillAsync();
        await bridge.LogAsync(" lost");
        var start = bridge.LogCount;
        _scene.Line.Send("B=press\n"u8);
        await bridge.LogAsync("panel: bell press", start);
        await _scene.Broker.StartAgainAsync();
        var again = await _scene.ListenAsync();

        await bridge.LogAsync("1 events happened while there was no broker");
        await again.FirstAsync("bridge/panel/diagnostics", static heard => heard["events_dropped"] == "1");
        again.From(0).Should().NotContain(static heard => heard.Topic == "bridge/panel/bell/event");
    }
}
