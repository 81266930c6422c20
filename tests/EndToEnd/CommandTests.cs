using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class CommandTests : IAsyncLifetime
{
    private Scene _scene = null!;
    private Listener _listener = null!;
    private RunningBridge _bridge = null!;

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        _listener = await _scene.ListenAsync();
        _bridge = _scene.Start();
        await _listener.HeartbeatAsync();
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task The_log_level_can_be_changed()
    {
        await _listener.PublishAsync("bridge/bridge/log_level/set", "debug");

        (await ResultAsync())["ok"].Should().Be("True");
        await _listener.FirstAsync("bridge/bridge/state", static heard => heard["log_level"] == "debug");
    }

    [Fact]
    public async Task A_retained_command_is_refused()
    {
        await _listener.PublishAsync("bridge/bridge/log_level/set", "debug", retain: true);

        var result = await ResultAsync();
        result["ok"].Should().Be("False");
        result["error"].Should().Contain("retained");
        result.Retain.Should().BeFalse();
    }

    [Fact]
    public async Task An_unknown_device_is_told_as_such()
    {
        await _listener.PublishAsync("bridge/nobody/lamp/set", "ON");

        var result = await ResultAsync("nobody");
        result["ok"].Should().Be("False");
        result["entity"].Should().Be("lamp");
        result["error"].Should().Contain("nobody");
    }

    [Fact]
    public async Task A_restart_reads_the_configuration_again_inside_the_process()
    {
        var first = await _listener.HeartbeatAsync();
        _scene.Configure([_scene.Meter, "office: { driver: bme280, bus: 97, address: 0x76 }"]);
        await _listener.PublishAsync("bridge/bridge/restart/set", "PRESS");

        var second = await _listener.FirstAsync(
            "bridge/status", heard => heard["run"] is { } run && run != first["run"]);
        second["instance"].Should().Be(first["instance"]);
        second.Json.GetProperty("devices").TryGetProperty("office", out _).Should().BeTrue();
        _bridge.IsAlive.Should().BeTrue();
    }

    [Fact]
    public async Task A_restart_with_a_faulty_configuration_is_refused_and_the_present_one_goes_on()
    {
        var first = await _listener.HeartbeatAsync();
        _scene.Write("mqtt:\n  prot: 1883\n");
        await _listener.PublishAsync("bridge/bridge/restart/set", "PRESS");

        var result = await ResultAsync();
        result["ok"].Should().Be("False");
        result["error"].Should().Contain("bridge.yaml:2").And.Contain("prot");
        var start = _listener.Count;
        await _listener.PublishAsync("bridge/status", "offline");
        (await _listener.HeartbeatAsync(start))["run"].Should().Be(first["run"]);
    }

    private Task<Heard> ResultAsync(string device = "bridge") =>
        _listener.FirstAsync($"bridge/{device}/result", static heard => heard["ok"] is not null);
}
