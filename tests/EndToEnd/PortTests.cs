using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class PortTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task An_unplugged_meter_goes_offline_and_comes_back_by_itself()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/availability", "online");
        var unplugged = listener.Count;
        var log = bridge.LogCount;

        _scene.Unplug();

        await listener.FirstAsync("bridge/meter/availability", "offline", unplugged);
        var diagnostics = await listener.FirstAsync(
            "bridge/meter/diagnostics", static heard => heard["reason"] == "port_missing", unplugged);
        diagnostics["status"].Should().Be("unavailable");
        var plugged = listener.Count;

        _scene.Plug();
        await bridge.ListensAsync("meter", log);
        _scene.SendTelegram(power: "00.250");

        await listener.FirstAsync("bridge/meter/availability", "online", plugged);
        await listener.StateAsync("meter", "power_import", "250", plugged);
        bridge.IsAlive.Should().BeTrue();
    }

    [Fact]
    public async Task A_meter_that_is_missing_at_the_start_is_found_later()
    {
        _scene.Unplug();
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.FirstAsync("bridge/meter/availability", "offline");
        var diagnostics = await listener.FirstAsync(
            "bridge/meter/diagnostics", static heard => heard["reason"] == "port_missing");
        diagnostics["status"].Should().Be("unavailable");
        var error = await listener.FirstAsync(
            "bridge/meter/error", static heard => heard["error_type"] == "port_missing");
        error.Retain.Should().BeFalse();
        error["device"].Should().Be("meter");

        _scene.Plug();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();

        await listener.FirstAsync("bridge/meter/availability", "online");
        await listener.StateAsync("meter", "power_import", "1193");
    }

    [Fact]
    public async Task A_bus_that_is_not_there_holds_up_nobody_else()
    {
        _scene.Configure(["office: { driver: bme280, bus: 97, address: 0x76 }", _scene.Meter]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();

        await listener.FirstAsync("bridge/meter/availability", "online");
        var diagnostics = await listener.FirstAsync(
            "bridge/office/diagnostics", static heard => heard["reason"] == "port_missing");
        diagnostics["status"].Should().Be("unavailable");
        diagnostics["last_error"].Should().Contain("/dev/i2c-97");
        await listener.SyncAsync();
        listener.From(0).Where(static heard => heard.Topic == "bridge/office/availability")
            .Should().OnlyContain(static heard => heard.Payload == "offline");
    }
}
