using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Logging;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Bridge.TestSupport;
using Bridge.Unit.Host.Link;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Composition.Week;

/// <summary>The house at work, with a link to a broker that is made up and goes away every few hours.</summary>
internal sealed class WeekRun : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Connection = TimeSpan.FromHours(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStateStore _store = LinkStage.WithInstance();
    private readonly FakeClient _client = new();
    private readonly CountingLogger _log = new();
    private readonly WeekHouse _week;
    private readonly ManualTime _time;
    private readonly Pump _pump;
    private readonly Outbox _outbox;
    private readonly DeviceHouse _house;
    private readonly Task _running;

    public WeekRun(WeekHouse week, ManualTime time)
    {
        (_week, _time, _outbox) = (week, time, new(time));
        _pump = new(time) { IsBusy = () => week.Traffic.IsBusy };
        var options = new BridgeOptions { Devices = week.Devices };
        var level = new LogLevelControl(LogLevel.Information);
        _house = new(options, _store, _outbox, new(_log, level) { Wires = week.Wires, Time = time, Random = new(1) });
        var link = new BrokerLink(_client, new()
        {
            Options = options,
            Facts = new("0.1.0", time),
            Devices = _house.Devices,
            Store = _store,
            Outbox = _outbox,
            Level = level,
            Restart = static () => null,
            Logger = _log,
            Time = time,
            Random = new(1),
        });
        _running = _pump.Start(() =>
        {
            _house.Start();
            return Task.WhenAll(link.RunAsync(_stop.Token), BeatAsync(), DisturbAsync());
        });
    }

    /// <summary>Events that found no room in the outbox.</summary>
    public long DroppedEvents => _outbox.Dropped;

    public void Pass(TimeSpan span) => _pump.PassByTimers(span);

    public Dictionary<string, DeviceReport> Reports() =>
        _house.Devices.ToDictionary(static device => device.Id, static device => device.Report, StringComparer.Ordinal);

    /// <summary>Lines about a device that are at least warnings.</summary>
    public int Warnings(string device) => _log.Warnings.GetValueOrDefault(device);

    /// <summary>What is in use now that nothing is under way.</summary>
    public (int Timers, int OpenWires, long Memory) Usage()
    {
        _client.Forget();
        return (_time.Timers, _week.Wires.Open, GC.GetTotalMemory(forceFullCollection: true));
    }

    public void Dispose()
    {
        _stop.Cancel();
        var stopping = _pump.Start(_house.StopAsync);
        _pump.Until(() => stopping.IsCompleted && _running.IsCompleted, Beat, "the stop");
        var end = _pump.Start(async () => await _house.DisposeAsync());
        _pump.Until(() => end.IsCompleted, Beat, "the end");
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat, _time);
        var heartbeat = _time.GetTimestamp();
        while (await WaitAsync(timer))
        {
            _house.Tick();
            if (_time.GetElapsedTime(heartbeat) < Heartbeat)
            {
                continue;
            }

            heartbeat = _time.GetTimestamp();
            _client.Forget();
            _outbox.MarkHeartbeat();
            foreach (var device in _house.Devices)
            {
                _outbox.Mark(device, Changes.Diagnostics);
            }
        }
    }

    private async Task DisturbAsync()
    {
        using var timer = new PeriodicTimer(Connection, _time);
        while (await WaitAsync(timer))
        {
            _client.Refusals.Enqueue(new MqttConnectException(MqttConnectFailure.Unreachable, null, "nobody listens"));
            _client.Cut();
        }
    }

    private async Task<bool> WaitAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Counts the warnings of each device, and keeps none.</summary>
    private sealed class CountingLogger : ILoggerFactory, ILogger
    {
        private readonly Lock _gate = new();

        public Dictionary<string, int> Warnings { get; } = new(StringComparer.Ordinal);

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (state is not IEnumerable<KeyValuePair<string, object?>> properties
                || properties.FirstOrDefault(static property => property.Key == "Device").Value is not string device)
            {
                return;
            }

            lock (_gate)
            {
                Warnings[device] = Warnings.GetValueOrDefault(device) + 1;
            }
        }

        public void Dispose()
        {
        }
    }
}
