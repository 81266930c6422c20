using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class IdentityTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_second_start_keeps_the_unique_ids_and_what_the_meter_told()
    {
        var first = await RunWithTelegramAsync();
        var second = await RunAsync();

        second.Should().BeEquivalentTo(first);
        first.Should().Contain(static id => id.EndsWith("_meter-gas", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_store_takes_the_identity_back_from_the_broker()
    {
        var first = await RunWithTelegramAsync();
        LoseStore();

        var second = await RunWithTelegramAsync();

        second.Should().BeEquivalentTo(first);
    }

    [Fact]
    public async Task What_goes_while_the_store_is_lost_leaves_nothing_behind()
    {
        _scene.Configure([_scene.Meter, "office: { driver: bme280, bus: 97, address: 0x76 }"]);
        (await RunWithTelegramAsync()).Should().Contain(static id => id.EndsWith("_office-temperature", StringComparison.Ordinal));
        var before = (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.ToArray();
        LoseStore();
        _scene.Configure([_scene.Meter]);

        var listener = await _scene.ListenAsync();
        var start = listener.Count;
        var bridge = _scene.Start();
        await listener.FirstAsync("bridge/office/diagnostics", string.Empty, start);
        await StopAsync(bridge);

        var cleared = listener.From(start).Where(static heard => heard.Payload.Length == 0).Select(static heard => heard.Topic);
        cleared.Select(static topic => topic.Split('/')[^1]).Should().Equal("config", "availability", "state", "diagnostics");
        (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.Should().BeEquivalentTo(
            before.Where(static topic => !topic.Contains("office", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_new_store_does_not_take_the_identity_of_a_living_bridge()
    {
        var other = await _scene.ListenAsync();
        await other.PublishAsync("bridge/bridge/state", """{"instance":"0badcafe"}""", retain: true);
        await other.PublishAsync("bridge/status", Scene.HeartbeatOf("0badcafe"), retain: true);
        var start = other.Count;

        var bridge = _scene.Start();
        var made = Heard.Parse(await bridge.LogAsync("New instance")).GetProperty("instance").GetString();
        var told = await bridge.LogAsync("A second bridge is alive");

        made.Should().MatchRegex("^[0-9a-f]{8}$").And.NotBe("0badcafe");
        told.Should().Contain("0badcafe").And.Contain(made);
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        await other.SyncAsync();
        (await Listener.RetainedAsync(_scene.Broker.Port)).Keys.Should().Equal("bridge/bridge/state", "bridge/status");
        other.From(start).Should().NotContain(static heard => heard.Payload == "offline");
    }

    private void LoseStore() => Array.ForEach(Directory.GetFiles(_scene.Folder, "bridge.db*"), File.Delete);

    private async Task<IReadOnlyList<string>> RunWithTelegramAsync()
    {
        var listener = await _scene.ListenAsync();
        var start = listener.Count;
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/availability", "online", start);
        return await StopAsync(bridge);
    }

    private async Task<IReadOnlyList<string>> RunAsync()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();
        return await StopAsync(bridge);
    }

    private async Task<IReadOnlyList<string>> StopAsync(RunningBridge bridge)
    {
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        var retained = await Listener.RetainedAsync(_scene.Broker.Port);
        return
        [
            .. retained.Where(static each => each.Key.EndsWith("/config", StringComparison.Ordinal))
                .SelectMany(static each => Heard.Parse(each.Value).GetProperty("components").EnumerateObject())
                .Select(static component => component.Value.GetProperty("unique_id").GetString()!)
                .Order(StringComparer.Ordinal),
        ];
    }
}
