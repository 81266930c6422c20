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
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Makes the devices from the configuration and what the store remembers; touches no wire.</summary>
    public DeviceHouse(BridgeOptions options, IStateStore store, Outbox outbox, Equipment equipment)
    {
        _equipment = equipment;
        _store = store;
        _outbox = outbox;
        _logger = equipment.Loggers.CreateLogger("Devices");
        _buses = new(equipment.Wires, equipment.Time);
        Devices = [.. options.Devices.Select(device => new Device(device, store, this, equipment.Time))];
    }

    /// <summary>The devices in the order of the configuration.</summary>
    public ImmutableArray<Device> Devices { get; }

    /// <summary>Told of every new fault, after it was logged.</summary>
    public Action<Device, BusFault, string> Faulted { get; set; } = static (_, _, _) => { };

    /// <summary>Starts the supervisors of all devices that are enabled, and forgets those that are gone.</summary>
    public void Start()
    {
        foreach (var gone in _store.Devices.Except(Devices.Select(static device => device.Id), StringComparer.Ordinal))
        {
            _store.ForgetDevice(gone);
        }

        var supervisors = Devices.Where(static device => device.Options.Enabled).Select(Supervise).ToArray();
        _running = Task.WhenAll(supervisors.Select(RunAsync));
    }

    /// <summary>Stops all supervisors and waits for them.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Lets time pass for all devices.</summary>
    public void Tick()
    {
        foreach (var device in Devices)
        {
            device.Tick();
        }
    }

    /// <inheritdoc/>
    void IDeviceObserver.Changed(Device device, Changes changes)
    {
        if (changes.HasFlag(Changes.Availability))
        {
            var report = device.Report;
            Log.DeviceAvailability(_logger, device.Id, report.Online ? "online" : "offline", report.StatusText);
        }

        if (changes.HasFlag(Changes.Document))
        {
            Log.DeviceLearned(_logger, device.Id, device.Entities.Length);
        }

        _outbox.Mark(device, changes);
    }

    /// <inheritdoc/>
    void IDeviceObserver.Faulted(Device device, BusFault fault, string message, bool isNew)
    {
        if (!isNew)
        {
            Log.DeviceFailedAgain(_logger, device.Id, device.Report.ConsecutiveFailures, fault.Text, message);
            return;
        }

        Log.DeviceFaulted(_logger, device.Id, fault.Text, message);
        Faulted(device, fault, message);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _buses.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(ISupervisor supervisor)
    {
        await Task.Yield(); // no device's first step holds up the others
        await supervisor.RunAsync(_stop.Token);
    }

    private ISupervisor Supervise(Device device)
    {
        var options = device.Options;
        var time = _equipment.Time;
        return options.Driver switch
        {
            I2cDriver driver => new PolledSupervisor(
                device,
                driver.Create(_buses.I2c(options.Bus!).Link(options.Address, driver.Needs), options.Settings, time),
                _logger,
                time),
            ModbusDriver driver => new PolledSupervisor(
                device,
                driver.Create(
                    _buses.Modbus(options.Port!, options.Line).Link(options.Unit, options.AnswerTimeout),
                    options.Settings,
                    time),
                _logger,
                time),
            StreamDriver driver => new StreamSupervisor(
                device, _equipment.Wires, driver.Create(options.Settings, time), _logger, time),
            _ => throw new InvalidOperationException($"No supervisor for {options.Driver.GetType().Name}."),
        };
    }
}
