using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Runtime;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Composition;

/// <summary>All devices with their supervisors and buses: started together, stopped together, apart in all else.</summary>
internal sealed class DeviceHouse : IDeviceObserver, IAsyncDisposable
{
    private readonly Equipment _equipment;
    private readonly IStateStore _store;
    private readonly Outbox _outbox;
    private readonly ILogger _logger;
    private readonly BusDirectory _buses;
    private readonly SavePoints _savePoints;
    private readonly SharedWires _wires;
    private readonly ErrorAllowance _allowance;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private volatile RunEnd _end;

    /// <summary>Makes the devices from the configuration and what the store remembers; touches no wire.</summary>
    public DeviceHouse(BridgeOptions options, IStateStore store, Outbox outbox, Equipment equipment)
    {
        _equipment = equipment;
        _store = store;
        _outbox = outbox;
        _logger = equipment.Loggers.CreateLogger("Devices");
        _buses = new(equipment.Wires, equipment.Time);
        _wires = new(options.Devices);
        _allowance = new(equipment.Time);
        Devices = [.. options.Devices.Select(device => new Device(device, store, this, equipment.Time))];
        _savePoints = new(Devices, store, options.State.WriteInterval, equipment.Time);
    }

    /// <summary>The devices in the order of the configuration.</summary>
    public ImmutableArray<Device> Devices { get; }

    /// <summary>Takes every error that is to be told, after it was logged.</summary>
    public Action<DeviceError> Told { get; init; } = static _ => { };

    /// <summary>Why the bridge is to end; <see cref="RunEnd.Stopped"/> while it is not.</summary>
    public RunEnd End => _end;

    /// <summary>Told of every published value of an entity with history; must return at once.</summary>
    public Action<Device, KeyedValue> Published { get; set; } = static (_, _) => { };

    /// <summary>Told of what happens and is no value; must return at once.</summary>
    public Action<Device, DeviceEvent> Happened { get; set; } = static (_, _) => { };

    /// <summary>Starts the supervisors of all devices that are enabled, and forgets those that are gone.</summary>
    public void Start()
    {
        foreach (var gone in _store.Devices.Except(Devices.Select(static device => device.Id), StringComparer.Ordinal))
        {
            _store.ForgetDevice(gone);
        }

        foreach (var device in Devices)
        {
            foreach (var (what, now, configured) in device.Keeping.Differences)
            {
                Log.DeviceTuned(_logger, device.Id, what, now, configured);
            }
        }

        var guards = Devices.Where(static device => device.Options.Enabled).Select(Guard).ToArray();
        _running = Task.WhenAll(guards.Select(RunAsync));
    }

    /// <summary>Stops all supervisors and waits for them; then their totals are kept.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _savePoints.FinishAsync();
    }

    /// <summary>Lets time pass for all devices.</summary>
    public void Tick()
    {
        foreach (var device in Devices)
        {
            device.Tick();
            if (_end == RunEnd.Stopped && device.Options is { Enabled: true, ExitAfterStale: { } longest }
                && device.Report.Quiet >= longest)
            {
                Log.EndsAfterStale(_logger, device.Id, longest.TotalSeconds);
                _end = RunEnd.Stale;
            }
        }

        if (_allowance.TakeWithheld() is > 0 and var withheld)
        {
            Log.ErrorsWithheld(_logger, withheld);
            Told(DeviceError.OfWithheld(withheld));
        }

        _savePoints.Tick();
    }

    /// <inheritdoc/>
    void IDeviceObserver.Changed(Device device, Changes changes)
    {
        if (changes.HasFlag(Changes.Availability))
        {
            var report = device.Report;
            var level = _wires.IsSilent(device.Id) ? LogLevel.Debug : LogLevel.Information;
            Log.DeviceAvailability(_logger, level, device.Id, report.Online ? "online" : "offline", report.StatusText);
        }

        if (changes.HasFlag(Changes.Document))
        {
            Log.DeviceLearned(_logger, device.Id, device.Entities.Length);
        }

        _outbox.Mark(device, changes);
    }

    /// <inheritdoc/>
    void IDeviceObserver.Published(Device device, KeyedValue value) => Published(device, value);

    /// <inheritdoc/>
    void IDeviceObserver.Happened(Device device, DeviceEvent happened)
    {
        Log.Happened(_logger, device.Id, happened.Key, happened.Type);
        Happened(device, happened);
    }

    /// <inheritdoc/>
    void IDeviceObserver.Faulted(Device device, FaultNotice notice)
    {
        var tells = _wires.Tells(device.Id, notice.Fault, notice.Message);
        if (!tells || !notice.IsDue || !_allowance.TryTake())
        {
            Log.DeviceFailedAgain(_logger, device.Id, notice.Fault.Text, notice.Number, notice.Message);
            return;
        }

        if (notice.Number == 1)
        {
            Log.DeviceFaulted(_logger, device.Id, notice.Fault.Text, notice.Message);
        }
        else
        {
            Log.DeviceFaultGoesOn(_logger, device.Id, notice.Fault.Text, notice.Number, notice.Message);
        }

        Told(DeviceError.Of(device.Id, notice));
    }

    /// <inheritdoc/>
    void IDeviceObserver.Recovered(Device device, Recovery recovery)
    {
        if (_wires.Recovers(device.Id) && _allowance.TryTake())
        {
            Log.DeviceRecovered(_logger, device.Id, Math.Round(recovery.Duration.TotalSeconds, 1), recovery.Failures);
            Told(DeviceError.Of(device.Id, recovery));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _buses.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(RestartGuard guard)
    {
        await Task.Yield(); // no device's first step holds up the others
        await guard.RunAsync(_stop.Token);
    }

    private RestartGuard Guard(Device device) => new(device, Supervisor(device), _logger, _equipment.Time)
    {
        GaveUp = () =>
        {
            if (device.Options.OnFailure == OnFailure.Exit)
            {
                Log.EndsAfterBugs(_logger, device.Id);
                _end = RunEnd.DeviceDown;
            }
        },
    };

    // The link to its bus stays; the driver is made anew each time.
    private Func<ISupervisor> Supervisor(Device device)
    {
        var options = device.Options;
        var time = _equipment.Time;
        switch (options.Driver)
        {
            case I2cDriver driver:
                var chip = _buses.I2c(options.Bus!).Link(options.Address, driver.Needs);
                return () => Polled(device, driver.Create(chip, options.Settings, time), chip);
            case ModbusDriver driver:
                var unit = _buses.Modbus(options.Port!, options.Line).Link(options.Unit, options.AnswerTimeout);
                return () => Polled(device, driver.Create(unit, options.Settings, time), unit);
            case StreamDriver driver:
                return () => new StreamSupervisor(
                    device, _equipment.Wires, driver.Create(options.Settings, time), _logger, time);
            default:
                throw new InvalidOperationException($"No supervisor for {options.Driver.GetType().Name}.");
        }
    }

    private PolledSupervisor Polled(Device device, IPolledDevice driver, WireLink link) =>
        new(device, UrgentCommands.Of(driver, link), _logger, _equipment.Time)
        {
            Random = _equipment.Random,
            Watched = driver as IWatchedDevice,
        };
}
