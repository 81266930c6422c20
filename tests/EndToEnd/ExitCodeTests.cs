using System.Collections.Immutable;
using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

/// <summary>The ends of the process that devices bring about; the others stand beside what brings them about.</summary>
public sealed class ExitCodeTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [HookFact]
    public async Task Code_4_in_good_order_when_a_driver_fails_by_too_many_bugs_and_shall_end_the_bridge()
    {
        _scene.Configure([$"meter: {{ driver: dsmr, port: {_scene.Port}, on_failure: exit }}"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.StartWith(ImmutableDictionary<string, string>.Empty.Add(
            "DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location));

        var first = await listener.FirstAsync("bridge/meter/error", static heard => heard["error_type"] == "bug");
        first.Json.GetProperty("details").GetProperty("failure").GetInt32().Should().Be(1);
        await listener.FirstAsync("bridge/meter/error", static heard =>
            heard["error_type"] == "bug" && heard.Json.GetProperty("details").GetProperty("failure").GetInt32() == 4);
        await bridge.LogAsync("stays down after 6 bugs in a row");

        (await bridge.ExitAsync()).Should().Be(4);
        await listener.SyncAsync();
        listener.From(0).Last(static heard => heard.Topic.StartsWith("bridge/", StringComparison.Ordinal))
            .Should().Be(new Heard("bridge/status", "offline", Retain: true));
        var last = listener.From(0).Last(static heard => heard.Topic == "bridge/meter/diagnostics");
        last["status"].Should().Be("error");
        last["reason"].Should().Be("bug");
        last["last_error"].Should().Contain("restart command");
        bridge.Errors.Split('\n').Where(static line => line.Contains("at StartupHook", StringComparison.Ordinal))
            .Should().ContainSingle("the stack of a bug is logged once");
        File.Exists(_scene.Health).Should().BeFalse();
    }

    [Fact]
    public async Task Code_5_in_good_order_when_a_device_is_stale_for_too_long()
    {
        _scene.Configure(
            [$"meter: {{ driver: dsmr, port: {_scene.Port}, stale_after: 1s, exit_after_stale: 3s }}"]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();

        await listener.FirstAsync("bridge/meter/diagnostics", static heard => heard["status"] == "stale");

        (await bridge.ExitAsync()).Should().Be(5);
        await listener.FirstAsync("bridge/status", "offline");
        bridge.Errors.Should().Contain("gave no good reading for 3 s");
    }
}
