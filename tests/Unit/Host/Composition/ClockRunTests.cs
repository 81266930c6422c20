using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Bridge.Devices.Drivers;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Health;
using Bridge.Host.Logging;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.Unit.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Composition;

/// <summary>
/// A whole run on a machine without a battery for its clock: it begins in 1970, NTP sets it right, later it jumps an hour
/// forward and two back. Nothing but timestamps may notice.
/// </summary>
public sealed class ClockRunTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset Today = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch.AddSeconds(9));
    private readonly StoreFolder _folder = new();
    private readonly CountingBoard _board = new();
    private readonly LoopbackBroker _broker = LoopbackBroker.Start(new(IPAddress.Loopback, 0), TimeProvider.System);
    private readonly MqttClient _client = new(TimeProvider.System);
    private readonly ConcurrentQueue<(MqttMessage Message, DateTimeOffset At)> _heard = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<StoreEvent> _events = [];
    private readonly HashSet<DateTime> _copies = [];
    private long _end;
    private IStateStore _store = null!;
    private BridgeRun _run = null!;
    private HealthFile _health = null!;
    private Task _running = Task.CompletedTask;
    private Task _hearing = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        await _client.ConnectAsync(new("127.0.0.1", _broker.Endpoint.Port, "listener"), CancellationToken.None);
        await _client.SubscribeAsync([new("#", MqttQos.AtLeastOnce)], CancellationToken.None);
        _hearing = HearAsync();
        await _folder.FillAsync();
        File.Exists(_folder.Path + ".previous").Should().BeTrue();
        _store = await StateStore.OpenAsync(
            new StoreOptions { Path = _folder.Path }, _time, _events.Add, CancellationToken.None);
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information))
        {
            Wires = new SimulatedWires().WithChip("1", 0x20, _board),
            Time = _time,
            Random = new(1),
        };
        _run = new(Options(), _store, equipment, static () => null);
        _health = new(_folder.At("health"));
        var life = new SignOfLife(
            _health, _run.Id, new Watchdog(_time, Assert.Fail), NullLogger.Instance, _time);
        _running = Task.Run(() => _run.RunAsync(life.Beat, _stop.Token));
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _run.DisposeAsync();
        await _store.DisposeAsync();
        await _client.DisposeAsync();
        await _hearing;
        await _broker.DisposeAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_clock_that_jumps_moves_nothing_but_timestamps()
    {
        await UntilAsync(() => Count("bridge/status") > 0, yields: 1);
        _end = _time.GetTimestamp();
        await PassMinutesAsync(2);
        _time.StepWallClock(Today - _time.GetUtcNow());
        await PassMinutesAsync(3);
        _time.StepWallClock(TimeSpan.FromHours(1));
        await PassMinutesAsync(3);
        _time.StepWallClock(TimeSpan.FromHours(-2));
        await PassMinutesAsync(3);

        Texts("bridge/board/availability").SkipWhile(static text => text == "offline")
            .Should().OnlyContain(static text => text == "online");
        Count("bridge/board/state").Should().BeInRange(20, 25, "it is published twice a minute, and when it is announced");
        HeartbeatsComeInTime();
        _events.Should().BeEmpty();
        _copies.Should().HaveCountLessThanOrEqualTo(2, "the copy of before, and one as that one seems to lie in the future");
        _store.FindState("board")!.At.Should().BeCloseTo(_time.GetUtcNow(), Interval + Step);
    }

    private BridgeOptions Options() => new()
    {
        Mqtt = new() { Brokers = [MqttEndpoint.Tcp("127.0.0.1", _broker.Endpoint.Port)] },
        Devices =
        [
            new DeviceOptions("board", DriverCatalog.Find("pcf8574")!)
            {
                Name = "Board",
                Bus = "/dev/i2c-1",
                Address = 0x20,
                Interval = Interval,
                StaleAfter = TimeSpan.FromSeconds(60),
                Settings = new(new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["inputs"] = DriverCatalog.Find("pcf8574")!.Settings.Single(static each => each.Key == "inputs").Read("door=4")!,
                }),
                Publish = new() { AtMostEvery = TimeSpan.FromSeconds(30) },
            },
        ],
    };

    /// <summary>Lets minutes pass: in each interval one reading must come, neither none nor two.</summary>
    private async Task PassMinutesAsync(int minutes)
    {
        for (var i = 0; i < minutes * 6; i++)
        {
            var reads = _board.Reads;
            for (_end += Interval.Ticks; _time.GetTimestamp() < _end;)
            {
                await MoveAsync();
            }

            await UntilAsync(() => _board.Reads > reads, yields: 100);
            _board.Reads.Should().Be(reads + 1);
            await UntilAsync(() => _health.Check(_time).Healthy, yields: 100);
            _copies.Add(File.GetLastWriteTimeUtc(_folder.Path + ".previous"));
        }
    }

    private void HeartbeatsComeInTime()
    {
        var beats = _heard.Where(static heard => heard.Message.Topic == "bridge/status").ToArray();
        beats.Length.Should().BeInRange(11, 16, "one a minute, and those that tell that the device came up");
        foreach (var (message, at) in beats)
        {
            using var json = JsonDocument.Parse(message.Payload);
            json.RootElement.GetProperty("timestamp").GetDateTimeOffset().Should().BeCloseTo(at, TimeSpan.FromSeconds(5));
        }

        var years = beats.Select(static beat => beat.At.Year).Distinct();
        years.Should().Equal(1970, 2026);
    }

    /// <summary>
    /// Waits for real things, such as a socket; after so many yields the clock moves on a step, for a timer that was set
    /// late by a thread that had to wait.
    /// </summary>
    private async Task UntilAsync(Func<bool> condition, int yields)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var turn = 1; !condition(); turn++)
        {
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(Safety);
            await (turn % yields == 0 ? MoveAsync() : YieldAsync());
        }
    }

    private async Task MoveAsync()
    {
        _time.Advance(Step);
        await YieldAsync();
    }

    private static Task YieldAsync() => Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);

    private async Task HearAsync()
    {
        await foreach (var (message, _) in _client.Received.ReadAllAsync())
        {
            _heard.Enqueue((message, _time.GetUtcNow()));
        }
    }

    private int Count(string topic) => _heard.Count(heard => heard.Message.Topic == topic);

    private ImmutableArray<string> Texts(string topic) =>
    [
        .. _heard.Where(heard => heard.Message.Topic == topic)
            .Select(static heard => Encoding.UTF8.GetString(heard.Message.Payload.Span)),
    ];

    /// <summary>Counts how often it is read.</summary>
    private sealed class CountingBoard : ISimulatedChip
    {
        private readonly SimulatedPcf8574 _chip = new();
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public bool TryWrite(ReadOnlySpan<byte> bytes) => _chip.TryWrite(bytes);

        public bool TryRead(Span<byte> bytes)
        {
            Interlocked.Increment(ref _reads);
            return _chip.TryRead(bytes);
        }
    }
}
