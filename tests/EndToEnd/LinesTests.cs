using System.Text;
using Bridge.Devices.Model;
using Bridge.EndToEnd.Scenes;
using Bridge.Store;

namespace Bridge.EndToEnd;

public sealed class LinesTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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

    [Fact]
    public async Task After_a_kill_an_output_is_set_to_what_it_was_a_second_before()
    {
        _scene.Configure([$$$"""
            pump: { driver: lines, port: {{{_scene.Port}}}, values: { pump: { field: P, kind: switch, command: 'P={{value}}\n' } }, entities: { pump: { on_start: restore } } }
            """]);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("pump");
        _scene.Line.Send("\nP=1\n"u8);
        await listener.StateAsync("pump", "pump", "True");
        await StoredAsync("pump");
        await bridge.KillAsync();

        var again = _scene.Start();
        await again.ListensAsync("pump");
        _scene.Line.Send("\nP=0\n"u8);

        Encoding.ASCII.GetString(_scene.Line.Receive(Patience)).Should().Be("P=1\n");
    }

    /// <summary>Returns when a switch that is on is in the store, which must be long before readings are written.</summary>
    private async Task StoredAsync(string device)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (StateFile.Read(_scene.Store).FindState(device) is not { Values: [{ Value.Kind: ValueKind.Boolean, Value.Boolean: true }, ..] })
        {
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Patience);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
