using System.Text;
using Bridge.EndToEnd.Scenes;

namespace Bridge.EndToEnd;

/// <summary>A board with a lamp, a blind, a fan and valves, as Home Assistant sees and sets them.</summary>
public sealed class LinesOutputTests : IAsyncLifetime
{
    private const string Values = """
        lamp: { kind: light, value_on: on, value_off: off, command: 'lamp={{value}}' },
        bright: { brightness_of: lamp, command: 'bright={{value}}' },
        blind: { kind: cover, device_class: blind, send_stop: stop, command: 'blind={{value}}' },
        pos: { position_of: blind, command: 'pos={{value}}' },
        vent: { kind: fan, command: 'vent={{value}}' },
        speed: { speed_of: vent, max: 3, command: 'speed={{value}}' },
        water: { kind: valve, device_class: water, value_open: 1, value_closed: 0, command: 'W{{value}}' },
        mixer: { kind: valve, send_stop: halt, command: 'mixer {{value}}' },
        mix: { position_of: mixer, command: 'mix {{value}}' }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Scene _scene = null!;
    private Listener _listener = null!;
    private Home _home = null!;

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        var values = Values.ReplaceLineEndings(" ");
        _scene.Configure([$"room: {{ driver: lines, port: {_scene.Port}, values: {{ {values} }} }}"]);
        _listener = await _scene.ListenAsync();
        _home = new(_listener);
        var bridge = _scene.Start();
        await bridge.ListensAsync("room");

        // The first line end is for a machine so fast that it takes what comes for the rest of a line.
        _scene.Line.Send("\nlamp=off bright=0 blind=closed pos=0 vent=0 speed=0 water=0 mixer=closed mix=0\n"u8);
        await _listener.FirstAsync("bridge/room/availability", "online");
        await _listener.StateAsync("room", "mixer_position", "0");
    }

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_light_is_switched_and_dimmed()
    {
        await CallAsync("light.room_lamp", "turn_on", string.Empty, "lamp=on\n");
        (await _home.StateAsync("light.room_lamp")).Should().Be("off", "the lamp has not said otherwise yet");
        await SaysAsync("lamp=on bright=255", "light.room_lamp", "on", ("lamp_brightness", "255"));

        await CallAsync("light.room_lamp", "turn_on", "128", "bright=128\nlamp=on\n");
        await SaysAsync("bright=128", "light.room_lamp", "on", ("lamp_brightness", "128"));

        await CallAsync("light.room_lamp", "turn_off", string.Empty, "lamp=off\n");
        await SaysAsync("lamp=off", "light.room_lamp", "off", ("lamp", "False"));
    }

    [Fact]
    public async Task A_cover_is_opened_stopped_closed_and_sent_to_a_position()
    {
        await CallAsync("cover.room_blind", "open_cover", string.Empty, "blind=open\n");
        (await _home.StateAsync("cover.room_blind")).Should().Be("closed", "the blind has not said otherwise yet");
        await SaysAsync("blind=opening pos=10", "cover.room_blind", "opening", ("blind_position", "10"));

        await CallAsync("cover.room_blind", "stop_cover", string.Empty, "blind=stop\n");
        await SaysAsync("blind=stopped pos=40", "cover.room_blind", "stopped", ("blind_position", "40"));

        await CallAsync("cover.room_blind", "set_cover_position", "70", "pos=70\n");
        await SaysAsync("blind=open pos=70", "cover.room_blind", "open", ("blind_position", "70"));

        await CallAsync("cover.room_blind", "close_cover", string.Empty, "blind=close\n");
        await SaysAsync("blind=closing", "cover.room_blind", "closing", ("blind_position", "70"));
    }

    [Fact]
    public async Task A_fan_is_switched_and_has_speeds()
    {
        await CallAsync("fan.room_vent", "turn_on", string.Empty, "vent=1\n");
        await SaysAsync("vent=1 speed=1", "fan.room_vent", "on", ("vent_percentage", "1"));

        await CallAsync("fan.room_vent", "set_percentage", "50", "speed=2\n"); // half of three speeds, rounded up
        await SaysAsync("speed=2", "fan.room_vent", "on", ("vent_percentage", "2"));

        await CallAsync("fan.room_vent", "set_percentage", "0", "vent=0\n");
        await SaysAsync("vent=0", "fan.room_vent", "off", ("vent", "False"));
    }

    [Fact]
    public async Task A_valve_has_words_or_a_position()
    {
        await CallAsync("valve.room_water", "open_valve", string.Empty, "W1\n");
        (await _home.StateAsync("valve.room_water")).Should().Be("closed", "the valve has not said otherwise yet");
        await SaysAsync("water=1", "valve.room_water", "open", ("water", "open"));
        await CallAsync("valve.room_water", "close_valve", string.Empty, "W0\n");
        await SaysAsync("water=0", "valve.room_water", "closed", ("water", "closed"));

        await CallAsync("valve.room_mixer", "open_valve", string.Empty, "mix 100\n");
        await SaysAsync("mixer=opening mix=15", "valve.room_mixer", "15", ("mixer", "opening"));
        await CallAsync("valve.room_mixer", "stop_valve", string.Empty, "mixer halt\n");
        await CallAsync("valve.room_mixer", "set_valve_position", "30", "mix 30\n");
        await SaysAsync("mixer=open mix=30", "valve.room_mixer", "30", ("mixer", "open"));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_what_is_no_state_is_told()
    {
        var start = _listener.Count;
        await _listener.PublishAsync("bridge/room/lamp/brightness/set", "300");
        var refused = await _listener.FirstAsync("bridge/room/result", static heard => heard["ok"] == "False", start);
        refused["error"].Should().Contain("0 to 255");

        _scene.Line.Send("blind=ajar pos=40\n"u8);
        await _listener.StateAsync("room", "blind_position", "40", start);
        var error = await _listener.FirstAsync(
            "bridge/room/error", static heard => heard["error_type"] == "invalid_value", start);
        error["message"].Should().Contain("ajar").And.Contain("open, closed, opening, closing, stopped");
        (await _home.StateAsync("cover.room_blind")).Should().Be("closed");
    }

    /// <summary>Home Assistant calls a service, every command is done, and that is what the board hears.</summary>
    private async Task CallAsync(string entity, string service, string value, string sent)
    {
        var start = _listener.Count;
        foreach (var topic in await _home.CallAsync(entity, service, value))
        {
            var key = topic["bridge/room/".Length..^"/set".Length];
            await _listener.FirstAsync(
                "bridge/room/result", heard => heard["entity"] == key && heard["ok"] == "True", start);
        }

        var heard = new StringBuilder();
        while (heard.Length < sent.Length && _scene.Line.Receive(Patience) is { Length: > 0 } bytes)
        {
            heard.Append(Encoding.ASCII.GetString(bytes));
        }

        heard.ToString().Should().Be(sent);
    }

    /// <summary>The board says something, and that is what Home Assistant shows.</summary>
    private async Task SaysAsync(string line, string entity, string state, (string Key, string Text) value)
    {
        var start = _listener.Count;
        _scene.Line.Send(Encoding.ASCII.GetBytes(line + "\n"));
        await _listener.StateAsync("room", value.Key, value.Text, start);
        (await _home.StateAsync(entity)).Should().Be(state);
        _home.Complaints.Should().BeEmpty();
    }
}
