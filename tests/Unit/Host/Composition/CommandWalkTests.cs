using System.Net;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Bridge.TestSupport.HomeAssistant;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Composition;

/// <summary>
/// Every platform that can be set, from a service of Home Assistant to its state there: what Home Assistant publishes
/// follows from what it has discovered, and nothing is known before the device has told it.
/// </summary>
public sealed class CommandWalkTests : IAsyncLifetime
{
    private const string Result = "bridge/panel/result";

    /// <summary>The path of an entity, a payload, and why it is refused.</summary>
    private static readonly (string Path, string Payload, string Error)[] Refused =
    [
        ("relay", "1", "relay takes ON or OFF"),
        ("relay", "", "relay takes ON or OFF"),
        ("target", "31", "target takes 5 to 30, not 31"),
        ("target", "21.3", "target takes steps of 0.5 from 5, not 21.3"),
        ("target", "warm", "target takes a number such as 21.5"),
        ("mode", "ECO", "mode takes one of off, eco, Voll Stoff"),
        ("reboot", "ON", "reboot takes PRESS"),
        ("label", "abc", "label must match [A-Z]{1,3}|none"),
        ("stairs", "128", "stairs takes ON or OFF"),
        ("lamp/brightness", "101", "lamp_brightness takes 0 to 100, not 101"),
        ("lamp/brightness", "ON", "lamp_brightness takes a number such as 21.5"),
        ("gate", "STOP", "gate takes OPEN or CLOSE"),
        ("gate", "50", "gate takes OPEN or CLOSE"),
        ("gate/position", "50", "panel has no entity 'gate/position'"),
        ("blind", "open", "blind takes OPEN, CLOSE or STOP"),
        ("blind/position", "-1", "blind_position takes 0 to 100, not -1"),
        ("boost", "50", "boost takes ON or OFF"),
        ("vent/percentage", "5", "vent_percentage takes 0 to 4, not 5"),
        ("vent/percentage", "1.5", "vent_percentage takes steps of 1 from 0, not 1.5"),
        ("tap", "100", "tap takes OPEN or CLOSE"),
        ("mixer/position", "OPEN", "mixer_position takes a number such as 21.5"),
        ("firmware", "1.1", "firmware takes INSTALL"),
        ("firmware/latest", "1.1", "firmware_latest is read only"),
        ("door", "ON", "door is read only"),
    ];

    private readonly ScriptedPanel _panel = new();
    private readonly MemoryStateStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly LoopbackBroker _broker = LoopbackBroker.Start(new(IPAddress.Loopback, 0), TimeProvider.System);
    private readonly StandIn _home;
    private readonly Ear _ear;
    private readonly BridgeRun _run;
    private Task _running = Task.CompletedTask;

    public CommandWalkTests()
    {
        _home = new(_kept.GetValueOrDefault);
        _ear = new() { Heard = Hear };
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information))
        {
            Wires = new SimulatedWires().WithChip("1", 0x20, new SimulatedPcf8574()),
        };
        _run = new(Options(), _store, equipment, static () => null);
    }

    public async Task InitializeAsync()
    {
        await _ear.ListenAsync(_broker.Endpoint.Port);
        _running = Task.Run(() => _run.RunAsync(static () => { }, _stop.Token));
        await _ear.HearAsync("bridge/panel/state", static text => text.Contains("\"relay\":false"));
        await _ear.HearAsync("bridge/panel/availability", "online");
        await _ear.HearAsync("bridge/status", static text => text.Contains("online"));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _run.DisposeAsync();
        await _ear.DisposeAsync();
        await _broker.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Entity, service, its argument, what the device is told, and what Home Assistant then shows.</summary>
    public static TheoryData<string, string, string, string, string> Services => new()
    {
        { "switch.panel_relay", "turn_on", "", "relay=true", "on" },
        { "switch.panel_relay", "turn_off", "", "relay=false", "off" },
        { "number.panel_target", "set_value", "21.5", "target=21.5", "21.5" },
        { "number.panel_target", "set_value", "5", "target=5", "5" },
        { "select.panel_mode", "select_option", "Voll Stoff", "mode=Voll Stoff", "Voll Stoff" },
        { "button.panel_reboot", "press", "", "reboot=true", "unknown" },
        { "text.panel_label", "set_value", "ABC", "label=ABC", "ABC" },
        { "light.panel_stairs", "turn_on", "", "stairs=true", "on" },
        { "light.panel_stairs", "turn_off", "", "stairs=false", "off" },
        { "light.panel_lamp", "turn_on", "128", "lamp_brightness=50 lamp=true", "on" },
        { "light.panel_lamp", "turn_on", "1", "lamp_brightness=1 lamp=true", "on" },
        { "light.panel_lamp", "turn_off", "", "lamp=false", "off" },
        { "cover.panel_gate", "open_cover", "", "gate=open", "open" },
        { "cover.panel_gate", "close_cover", "", "gate=close", "closed" },
        { "cover.panel_blind", "open_cover", "", "blind=open", "open" },
        { "cover.panel_blind", "stop_cover", "", "blind=stop", "stopped" },
        { "cover.panel_blind", "set_cover_position", "30", "blind_position=30", "closed" },
        { "fan.panel_boost", "turn_on", "", "boost=true", "on" },
        { "fan.panel_vent", "turn_on", "50", "vent=true vent_percentage=2", "on" },
        { "fan.panel_vent", "set_percentage", "75", "vent_percentage=3", "off" },
        { "fan.panel_vent", "set_percentage", "0", "vent=false", "off" },
        { "valve.panel_tap", "open_valve", "", "tap=open", "open" },
        { "valve.panel_tap", "close_valve", "", "tap=close", "closed" },
        { "valve.panel_mixer", "open_valve", "", "mixer_position=100", "100" },
        { "valve.panel_mixer", "set_valve_position", "40", "mixer_position=40", "40" },
        { "valve.panel_mixer", "close_valve", "", "mixer_position=0", "0" },
        { "valve.panel_mixer", "stop_valve", "", "mixer=stop", "0" },
        { "update.panel_firmware", "install", "", "firmware=true", "1.1" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_Home_Assistant_asks_for_reaches_the_device_and_comes_back_as_its_state(
        string entity, string service, string value, string told, string state)
    {
        var start = _ear.Count;
        var messages = _home.Call(entity, service, value);
        foreach (var (topic, payload) in messages)
        {
            await _ear.SayAsync(topic, payload);
            var key = string.Join('/', topic.Split('/')[2..^1]);
            await _ear.HearAsync(
                Result, text => text == $$"""{"entity":"{{key}}","ok":true,"error":null,"id":null}""", start);
        }

        _panel.Told.Should().Equal(told.Split(' ').Length == messages.Count ? told.Split(' ') : [told]);
        if (_home.State(entity) != state)
        {
            await _ear.HearAsync("bridge/panel/state", _ => _home.State(entity) == state, start);
        }

        _home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_platform_does_not_take_is_answered_in_words_and_never_reaches_the_device()
    {
        foreach (var (path, payload, error) in Refused)
        {
            var start = _ear.Count;
            await _ear.SayAsync($"bridge/panel/{path}/set", payload);

            var result = JsonDocument.Parse((await _ear.HearAsync(Result, static _ => true, start)).Payload).RootElement;
            result.GetProperty("entity").GetString().Should().Be(path);
            result.GetProperty("ok").GetBoolean().Should().BeFalse();
            result.GetProperty("error").GetString().Should().Be(error);
        }

        _panel.Told.Should().BeEmpty();
    }

    private void Hear(MqttMessage message)
    {
        var payload = Ear.Text(message);
        _kept[message.Topic] = payload;
        _home.Receive(message.Topic, payload);
    }

    private BridgeOptions Options() => new()
    {
        Mqtt = new() { Brokers = [MqttEndpoint.Tcp("127.0.0.1", _broker.Endpoint.Port)] },
        Devices =
        [
            new DeviceOptions("panel", new I2cDriver("panel", "a test")
            {
                Source = "test",
                Addresses = [0x20],
                DefaultInterval = TimeSpan.FromMinutes(1),
                Entities = static _ => ScriptedPanel.Entities,
                Create = (_, _, _) => _panel,
            })
            {
                Name = "Panel",
                Bus = "/dev/i2c-1",
                Address = 0x20,
                Interval = TimeSpan.FromMinutes(1),
            },
        ],
    };
}
