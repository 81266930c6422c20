using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class PlanTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task What_a_change_would_do_is_told_before_it_is_made()
    {
        _scene.Configure([_scene.Meter, Board("door")]);
        (await SaysAsync(0)).Output.Should().Contain("none yet");
        await AnnounceOnceAsync();
        (await SaysAsync(0)).Output.Should().Contain("gains 0 entities and loses 0;");

        _scene.Configure([_scene.Meter, Board("gate")]);
        (await SaysAsync(7)).Output.Should().MatchRegex(@"lost +board +door ").And.MatchRegex(@"gained +board +gate ");

        _scene.Configure([_scene.Meter]);
        (await SaysAsync(7, "--json")).Output.Should().Contain("\"loses_history\":true");
    }

    [Fact]
    public async Task A_renamed_device_keeps_its_history_where_its_old_id_is_named()
    {
        _scene.Configure([Board("door")]);
        await AnnounceOnceAsync();

        _scene.Configure(["panel: { driver: pcf8574, bus: 9, address: 0x20, inputs: [door=0] }"]);
        (await SaysAsync(7)).Output.Should().Contain("previous_id: board");
        _scene.Configure(["panel: { driver: pcf8574, bus: 9, address: 0x20, inputs: [door=0], previous_id: board }"]);
        (await SaysAsync(0)).Output.Should().Contain("loses 0;");
    }

    private static string Board(string input) =>
        $"board: {{ driver: pcf8574, bus: 9, address: 0x20, inputs: [{input}=0] }}";

    private async Task AnnounceOnceAsync()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
    }

    private async Task<RunningBridge> SaysAsync(int code, params IEnumerable<string> arguments)
    {
        var command = _scene.Start(["plan", .. arguments]);
        (await command.ExitAsync()).Should().Be(code, command.Errors);
        return command;
    }
}
