using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Releases;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Composition;

/// <summary>One run of the bridge with one configuration: from the start of its devices to its last word.</summary>
internal sealed class BridgeRun : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly BridgeOptions _options;
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Outbox _outbox;
    private readonly DeviceHouse _house;
    private readonly MqttClient _client;
    private readonly LinkContext _context;
    private readonly BrokerLink _link;
    private readonly BridgeFacts _facts;
    private readonly ReleaseFile? _releases;
    private string? _storeProblem;

    /// <summary>Puts a run together; nothing is touched until <see cref="RunAsync"/>.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="store">The state; stays the caller's.</param>
    /// <param name="equipment">Wires, clock, log, chance.</param>
    /// <param name="restart">What the restart command does; answers why not, or null.</param>
    public BridgeRun(BridgeOptions options, IStateStore store, Equipment equipment, Func<string?> restart)
    {
        _options = options;
        _store = store;
        _time = equipment.Time;
        _logger = equipment.Loggers.CreateLogger("Bridge");
        _outbox = new(_time);
        _house = new(options, store, _outbox, equipment) { Told = Report };
        _client = new(_time, equipment.MqttTrace);
        _facts = new(Equipment.Version, _time);
        _context = new()
        {
            Options = options,
            Facts = _facts,
            Devices = _house.Devices,
            Store = store,
            Outbox = _outbox,
            Level = equipment.Level,
            Restart = restart,
            Logger = equipment.Loggers.CreateLogger("Link"),
            Time = _time,
            Random = equipment.Random,
        };
        _house.Published = _context.Keeper.Published;
        _house.Happened = _context.Happenings.Note;
        _link = new(_client, _context);
        _releases = options.HomeAssistant.ReleaseFile is { } file ? new(file, _logger) : null;
    }

    /// <summary>True clears everything that was published retained, instead of saying <c>offline</c>.</summary>
    public bool ClearsAtEnd { get; init; }

    /// <summary>Tells this run from others of the same instance.</summary>
    public string Id => _facts.Run;

    /// <summary>Names of topics.</summary>
    public Topics Topics => _context.Topics;

    /// <summary>Runs until cancelled, then stops in order: within 10 s, whatever hangs.</summary>
    /// <param name="beat">Called at each round of the main loop, once a second.</param>
    /// <param name="cancellationToken">The stop.</param>
    /// <returns>Why it ended.</returns>
    public async Task<RunEnd> RunAsync(Action beat, CancellationToken cancellationToken)
    {
        var mqtt = _options.Mqtt;
        Log.Starting(
            _logger, _facts.Version, _house.Devices.Length, mqtt.BrokerNames, _facts.Run);
        if (mqtt.Tls.Insecure && mqtt.Brokers.Any(static broker => broker.UsesTls))
        {
            Log.TlsInsecure(_logger);
        }

        _house.Start();
        using var linkStop = new CancellationTokenSource();
        var link = Task.Run(() => _link.RunAsync(linkStop.Token), CancellationToken.None);
        await BeatAsync(beat, cancellationToken);
        await StopAsync(linkStop, link);
        Log.Stopped(_logger);
        return _house.End;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _client.DisposeAsync();
    }

    private async Task BeatAsync(Action beat, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Beat, _time);
        var heartbeat = _time.GetTimestamp();
        try
        {
            do
            {
                beat();
                _house.Tick();
                LookAtStore();
                LookAtReleases();
                if (_time.GetElapsedTime(heartbeat) >= _options.Health.HeartbeatInterval)
                {
                    heartbeat = _time.GetTimestamp();
                    _outbox.MarkHeartbeat();
                    foreach (var device in _house.Devices)
                    {
                        _outbox.Mark(device, Changes.Diagnostics);
                    }
                }
            }
            while (_house.End == RunEnd.Stopped && await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The stop.
        }
    }

    private async Task StopAsync(CancellationTokenSource linkStop, Task link)
    {
        Log.Stopping(_logger, "devices, availability, state, status");
        await WithinAsync("devices", 4, async _ => await _house.StopAsync());
        await WithinAsync("availability", 2, async token =>
        {
            await linkStop.CancelAsync();
            await link;
            await _link.SayWhatWaitsAsync(token);
            if (!ClearsAtEnd)
            {
                await _link.SayDevicesOfflineAsync(token);
            }
        });
        await WithinAsync("state", 2, async token => await _store.FlushAsync(token));
        await WithinAsync("status", 2, ClearsAtEnd ? _link.ClearAsync : _link.SayGoodbyeAsync);
    }

    private async Task WithinAsync(string part, int seconds, Func<CancellationToken, Task> work)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), _time);
        try
        {
            await Task.Run(() => work(limit.Token), CancellationToken.None).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Log.Abandoned(_logger, part, seconds);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever it was, the parts that follow are still to be done; the status above all.
            Log.StopFailed(_logger, part, failure.Message);
        }
    }

    private void LookAtReleases()
    {
        if (_releases?.Look() == true)
        {
            _facts.NewestRelease = _releases.Newest;
            _outbox.MarkHeartbeat();
        }
    }

    // The log has it already, from the store itself.
    private void LookAtStore()
    {
        var problem = _store.Health.Problem;
        if (problem is not null && problem != _storeProblem)
        {
            _facts.LastError = problem;
            _outbox.Post(_context.Composer.Error(device: null, "state", problem));
            _outbox.MarkHeartbeat();
        }

        _storeProblem = problem;
    }

    private void Report(DeviceError error)
    {
        if (error.Type != DeviceError.Recovered)
        {
            _facts.LastError = error.Device is null ? error.Message : $"{error.Device}: {error.Message}";
        }

        _outbox.Post(_context.Composer.Error(error.Device, error.Type, error.Message, error.Details));
    }
}
