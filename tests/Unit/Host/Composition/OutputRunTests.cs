using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Bridge.TestSupport.Mqtt;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Composition;

/// <summary>A whole run with a simulated relay board and a real broker.</summary>
public sealed class OutputRunTests : IAsyncLifetime
{
    private const int Patience = 20;

    private readonly SimulatedPcf8574 _board = new();
    private readonly MemoryStateStore _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MqttMessage> _heard = new();
    private readonly MqttClient _client = new(TimeProvider.System);
    private Mosquitto _broker = null!;
    private BridgeRun _run = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _broker = await Mosquitto.StartAsync();
        await _client.ConnectAsync(new("127.0.0.1", _broker.Port, string.Empty), CancellationToken.None);
        await _client.SubscribeAsync([new("#", MqttQos.AtLeastOnce)], CancellationToken.None);
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information))
        {
            Wires = new SimulatedWires().WithChip("1", 0x20, _board),
        };
        _run = new(Options(), _store, equipment, static () => null);
        _running = Task.Run(() => _run.RunAsync(static () => { }, _stop.Token));
        await HearAsync("bridge/board/state", """{"relay_1":false,"relay_2":false,"door":false}""");
        await HearAsync("bridge/board/availability", "online");
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _run.DisposeAsync();
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
        await _store.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_switch_is_set_by_a_message_which_is_answered_and_its_new_state_told()
    {
        await SayAsync("bridge/board/relay_1/set", "ON", new()
        {
            ResponseTopic = "me/answers",
            CorrelationData = new byte[] { 1, 2, 3 },
        });

        await HearAsync("bridge/board/result", """{"entity":"relay_1","ok":true,"error":null,"id":null}""");
        var answer = await HearAsync("me/answers", """{"entity":"relay_1","ok":true,"error":null,"id":null}""");
        answer.Properties!.CorrelationData!.Value.ToArray().Should().Equal(1, 2, 3);
        await HearAsync("bridge/board/state", """{"relay_1":true,"relay_2":false,"door":false}""");
        _board.Lines.Should().Be(0b1111_1110);
    }

    [Fact]
    public async Task Several_are_set_at_once_and_each_is_answered()
    {
        await SayAsync("bridge/board/set", """{"relay_1":"ON","relay_2":true,"door":"ON","lamp":1}""");

        await HearAsync("bridge/board/result", """{"entity":"relay_1","ok":true,"error":null,"id":null}""");
        await HearAsync("bridge/board/result", """{"entity":"relay_2","ok":true,"error":null,"id":null}""");
        await HearAsync("bridge/board/result", """{"entity":"door","ok":false,"error":"door is read only","id":null}""");
        await HearAsync(
            "bridge/board/result", """{"entity":"lamp","ok":false,"error":"board has no entity 'lamp'","id":null}""");
        await HearAsync("bridge/board/state", """{"relay_1":true,"relay_2":true,"door":false}""");
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
        await SayAsync(topic, payload, retain: retain);

        var result = await HearAsync("bridge/board/result", null);
        Encoding.UTF8.GetString(result.Payload.Span).Should().Contain(expected).And.Contain("\"ok\":false");
        _board.Lines.Should().Be(0xFF);
    }

    [Fact]
    public async Task A_line_that_does_not_follow_is_told()
    {
        _board.HeldHigh = 1;
        await SayAsync("bridge/board/relay_1/set", "ON");

        var result = await HearAsync("bridge/board/result", null);
        Encoding.UTF8.GetString(result.Payload.Span).Should().Contain("stays high").And.Contain("\"ok\":false");
    }

    [Fact]
    public async Task In_an_ordered_stop_an_output_is_left_as_configured()
    {
        await SayAsync("bridge/board/relay_2/set", "ON");
        await HearAsync("bridge/board/state", """{"relay_1":false,"relay_2":true,"door":false}""");
        _board.Lines.Should().Be(0b1111_1101);

        await StopAsync();

        _board.Lines.Should().Be(0xFF);
        await HearAsync("bridge/status", "offline");
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

    private async Task SayAsync(
        string topic, string payload, MqttMessageProperties? properties = null, bool retain = false) =>
        await _client.PublishAsync(
            new(topic, Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, retain) { Properties = properties },
            CancellationToken.None);

    /// <summary>The first message on a topic, with that payload if one is given; heard before or still to come.</summary>
    private async Task<MqttMessage> HearAsync(string topic, string? payload)
    {
        bool Fits(MqttMessage message) => message.Topic == topic
            && (payload is null || Encoding.UTF8.GetString(message.Payload.Span) == payload);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(Patience));
        while (true)
        {
            if (_heard.FirstOrDefault(Fits) is { } message)
            {
                return message;
            }

            _heard.Enqueue((await _client.Received.ReadAsync(patience.Token)).Message);
        }
    }
}
