using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Bridge.TestSupport.Mqtt;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Composition;

/// <summary>A whole run with a simulated relay board and a real broker.</summary>
public sealed class OutputRunTests : IAsyncLifetime
{
    private readonly SimulatedPcf8574 _board = new();
    private readonly MemoryStateStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Ear _ear = new();
    private Mosquitto _broker = null!;
    private BridgeRun _run = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _broker = await Mosquitto.StartAsync();
        await _ear.ListenAsync(_broker.Port);
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information))
        {
            Wires = new SimulatedWires().WithChip("1", 0x20, _board),
        };
        _run = new(Options(), _store, equipment, static () => null);
        _running = Task.Run(() => _run.RunAsync(static () => { }, _stop.Token));
        await _ear.HearAsync("bridge/board/state", """{"relay_1":false,"relay_2":false,"door":false}""");
        await _ear.HearAsync("bridge/board/availability", "online");
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _run.DisposeAsync();
        await _ear.DisposeAsync();
        await _broker.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_switch_is_set_by_a_message_which_is_answered_and_its_new_state_told()
    {
        await _ear.SayAsync("bridge/board/relay_1/set", "ON", new()
        {
            ResponseTopic = "me/answers",
            CorrelationData = new byte[] { 1, 2, 3 },
        });

        await _ear.HearAsync("bridge/board/result", """{"entity":"relay_1","ok":true,"error":null,"id":null}""");
        var answer = await _ear.HearAsync("me/answers", """{"entity":"relay_1","ok":true,"error":null,"id":null}""");
        answer.Properties!.CorrelationData!.Value.ToArray().Should().Equal(1, 2, 3);
        await _ear.HearAsync("bridge/board/state", """{"relay_1":true,"relay_2":false,"door":false}""");
        _board.Lines.Should().Be(0b1111_1110);
    }

    [Fact]
    public async Task Several_are_set_at_once_and_each_is_answered()
    {
        await _ear.SayAsync("bridge/board/set", """{"relay_1":"ON","relay_2":true,"door":"ON","lamp":1}""");

        await _ear.HearAsync("bridge/board/result", """{"entity":"relay_1","ok":true,"error":null,"id":null}""");
        await _ear.HearAsync("bridge/board/result", """{"entity":"relay_2","ok":true,"error":null,"id":null}""");
        await _ear.HearAsync("bridge/board/result", """{"entity":"door","ok":false,"error":"door is read only","id":null}""");
        await _ear.HearAsync(
            "bridge/board/result", """{"entity":"lamp","ok":false,"error":"board has no entity 'lamp'","id":null}""");
        await _ear.HearAsync("bridge/board/state", """{"relay_1":true,"relay_2":true,"door":false}""");
    }

    [Theory]
    [InlineData("bridge/board/relay_1/set", "maybe", false, "ON or OFF")]
    [InlineData("bridge/board/relay_1/set", "ON", true, "retained")]
    [InlineData("bridge/board/relay_1/speed/set", "1", false, "no entity")]
    [InlineData("bridge/board/set", "ON", false, "not JSON")]
    [InlineData("bridge/board/set", "[1]", false, "JSON object")]
    [InlineData("bridge/board/set", "{\"relay_1\":{}}", false, "single value")]
    [InlineData("bridge/board/set", "{\"relay_1\":\"\\ud800\"}", false, "JSON")]
    public async Task What_is_not_allowed_is_refused_and_nothing_is_set(
        string topic, string payload, bool retain, string expected)
    {
        await _ear.SayAsync(topic, payload, retain: retain);

        var result = await _ear.HearAsync("bridge/board/result");
        Ear.Text(result).Should().Contain(expected).And.Contain("\"ok\":false");
        _board.Lines.Should().Be(0xFF);
    }

    [Fact]
    public async Task A_line_that_does_not_follow_is_told()
    {
        _board.HeldHigh = 1;
        await _ear.SayAsync("bridge/board/relay_1/set", "ON");

        var result = await _ear.HearAsync("bridge/board/result");
        Ear.Text(result).Should().Contain("stays high").And.Contain("\"ok\":false");
    }

    [Fact]
    public async Task In_an_ordered_stop_an_output_is_left_as_configured()
    {
        await _ear.SayAsync("bridge/board/relay_2/set", "ON");
        await _ear.HearAsync("bridge/board/state", """{"relay_1":false,"relay_2":true,"door":false}""");
        _board.Lines.Should().Be(0b1111_1101);

        await StopAsync();

        _board.Lines.Should().Be(0xFF);
        await _ear.HearAsync("bridge/status", "offline");
    }

    private BridgeOptions Options() => new()
    {
        Mqtt = new() { Brokers = [MqttEndpoint.Tcp("127.0.0.1", _broker.Port)] },
        Devices =
        [
            new DeviceOptions("board", DriverCatalog.Find("pcf8574")!)
            {
                Name = "Board",
                Bus = "/dev/i2c-1",
                Address = 0x20,
                Interval = TimeSpan.FromSeconds(10),
                Settings = Settings(("outputs", "relay_1=0,relay_2=1"), ("inputs", "door=4")),
                Entities = ImmutableDictionary<string, EntityOptions>.Empty
                    .Add("relay_2", new() { OnStop = OnStop.Off }),
            },
        ],
    };

    private static SettingValues Settings(params (string Key, string Text)[] given)
    {
        var settings = DriverCatalog.Find("pcf8574")!.Settings;
        return new(given.ToDictionary(
            static each => each.Key,
            each => settings.Single(setting => setting.Key == each.Key).Read(each.Text)!,
            StringComparer.Ordinal));
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }
}
