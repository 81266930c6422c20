using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>The bridge from one start to its end.</summary>
internal sealed class Life : IDeviceObserver, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Outbox _outbox;
    private readonly string _status;
    private readonly LinkContext _context;
    private Task _running = Task.CompletedTask;

    public Life(
        BridgeOptions options,
        MemoryStateStore store,
        ManualTime time,
        Dictionary<string, string> kept,
        Action<MqttMessage> heard)
    {
        _outbox = new(time);
        _status = $"{options.Mqtt.TopicPrefix}/status";
        Client = new() { Retained = kept, Heard = heard };
        Devices = [.. options.Devices.Select(device => new Device(device, store, this, time))];
        _context = new LinkContext
        {
            Options = options,
            Facts = new("0.1.0", time),
            Devices = Devices,
            Store = store,
            Outbox = _outbox,
            Level = new(LogLevel.Information),
            Restart = static () => null,
            Logger = Log,
            Time = time,
            Random = new(1),
        };
        Link = new(Client, _context);
    }

    public FakeClient Client { get; }

    public RecordingLogger Log { get; } = new();

    public BrokerLink Link { get; }

    public ImmutableArray<Device> Devices { get; }

    public bool HasAnnounced => Client.Published.Any(message => message.Topic == _status);

    public bool HasEnded => _running.IsCompleted;

    public void Start(Pump pump) => _running = pump.Start(() => Link.RunAsync(_stop.Token));

    public void Cancel() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    void IDeviceObserver.Changed(Device device, Changes changes) => _outbox.Mark(device, changes);

    void IDeviceObserver.Published(Device device, KeyedValue value) => _context.Keeper.Published(device, value);

    void IDeviceObserver.Happened(Device device, DeviceEvent happened) => _context.Happenings.Note(device, happened);

    void IDeviceObserver.Faulted(Device device, FaultNotice notice)
    {
    }

    void IDeviceObserver.Recovered(Device device, Recovery recovery)
    {
    }
}
