using System.Text;
using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

public sealed class LinesTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task Text_of_one_s_own_is_announced_before_it_comes_and_published_as_it_was_sent()
    {
        _scene.Configure([$$"""
            cellar: { driver: lines, port: {{_scene.Port}}, values: { temperature: { field: T, unit: °C }, door: { kind: binary_sensor } } }
            """]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("cellar");
        await listener.FirstAsync(
            "bridge/cellar/state", static heard => heard.Payload == """{"temperature":null,"door":null}""");

        // The first line end is for a machine so fast that it takes what comes for the rest of a line.
        _scene.Line.Send("\nT=21.50, door=on\r\n"u8);
        await listener.StateAsync("cellar", "temperature", "21.50");
        await listener.StateAsync("cellar", "door", "True");
        await listener.FirstAsync("bridge/cellar/availability", "online");

        _scene.Line.Send(Encoding.UTF8.GetBytes("T=größer\nT=22.00\n"));
        await listener.StateAsync("cellar", "temperature", "22.00");
        await listener.FirstAsync("bridge/cellar/error", static heard => heard["error_type"] == "invalid_value");
    }
}
