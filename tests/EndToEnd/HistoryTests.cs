using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class HistoryTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task What_comes_while_the_broker_is_away_is_shown_survives_a_restart_and_is_told_when_it_is_back()
    {
        _scene.Configure([$$"""
            cellar: { driver: lines, port: {{_scene.Port}}, interval: 0s, history: true, values: { n: { field: N } } }
            """]);
        await _scene.Broker.KillAsync();
        await TalkAsync(1, 3);
        await TalkAsync(4, 5);
        var show = _scene.Start("state", "show");
        (await show.ExitAsync()).Should().Be(0);
        show.Output.Should().MatchRegex(@"history +5 values").And.MatchRegex(@"cellar +\(history\) +5 values");

        await _scene.Broker.StartAgainAsync();
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.LogAsync("Sent 5 values that had waited");
        await listener.SyncAsync();

        var heard = listener.From(0).Where(static heard => heard.Topic == "bridge/cellar/history").ToArray();
        heard.Select(static each => each["value"]).Should().Equal("1", "2", "3", "4", "5");
        heard.Should().OnlyContain(static each => !each.Retain && each["entity"] == "n");
        heard.Select(static each => each["timestamp"]).Should().BeInAscendingOrder(StringComparer.Ordinal);
        (await listener.StateAsync("cellar", "n", "5")).Payload.Should().NotBeEmpty();
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        var after = _scene.Start("state", "reset", "cellar");
        (await after.ExitAsync()).Should().Be(0);
    }

    /// <summary>One life without a broker, in which the device says some numbers.</summary>
    private async Task TalkAsync(int first, int last)
    {
        var bridge = _scene.Start();
        await bridge.ListensAsync("cellar");
        for (var i = first; i <= last; i++)
        {
            _scene.Line.Send(System.Text.Encoding.ASCII.GetBytes($"\nN={i}\n"));
        }

        _scene.Line.Send("no number\n"u8);
        await bridge.LogAsync("Device cellar: "); // the line that is wrong: all before it is taken
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
    }
}
