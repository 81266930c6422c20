using System.Collections.Immutable;
using System.Text;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Link;
using Bridge.Host.Logging;
using Bridge.Host.Runtime;
using Bridge.Host.Supervisor;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>A link with one device, a fake client and a clock that the test moves.</summary>
internal sealed class LinkStage : IDeviceObserver, IDisposable
{
    public const string Instance = "4f1a2b3c";

    private readonly CancellationTokenSource _stop = new();
    private readonly Pump _pump;
    private Task _running = Task.CompletedTask;

    public LinkStage(
        MemoryStateStore? store = null,
        ImmutableArray<MqttEndpoint>? brokers = null,
        EntityOptions? temperature = null,
        Func<(MqttAnswer?, string)>? supervisor = null,
        Func<BridgeOptions, BridgeOptions>? change = null)
    {
        var options = brokers is { } list ? Options with { Mqtt = new() { Brokers = list } } : Options;
        options = change?.Invoke(options) ?? options;
        Store = store ?? WithInstance();
        _pump = new(Time);
        Outbox = new(Time);
        Facts = new("0.1.0", Time);
        var office = Options.Devices[0];
        Device = new(
            temperature is null ? office : office with { Entities = office.Entities.Add("temperature", temperature) },
            Store,
            this,
            Time);
        var context = new LinkContext
        {
            Options = options,
            Facts = Facts,
            Devices = [Device],
            Store = Store,
            Outbox = Outbox,
            Level = Level,
            Restart = () => RestartAnswer,
            Logger = Log,
            Time = Time,
            Random = new(1),
            MqttService = supervisor is null ? null : new(_ => Task.FromResult(supervisor()), Log, Time),
        };
        Keeper = context.Keeper;
        Link = new(Client, context);
    }

    public ManualTime Time { get; } = new();

    public FakeClient Client { get; } = new();

    public RecordingLogger Log { get; } = new();

    public LogLevelControl Level { get; } = new(LogLevel.Information);

    public MemoryStateStore Store { get; }

    public Outbox Outbox { get; }

    public BridgeFacts Facts { get; }

    public HistoryKeeper Keeper { get; }

    public Device Device { get; }

    public BrokerLink Link { get; }

    public string? RestartAnswer { get; set; }

    /// <summary>Topics in the order of publishing.</summary>
    public ImmutableArray<string> Topics => [.. Client.Published.Select(static message => message.Topic)];

    private static BridgeOptions Options { get; } = new()
    {
        Devices =
        [
            new DeviceOptions("office", new StreamDriver("lamp", "a test")
            {
                Source = "test",
                Line = static _ => new(9600),
                Create = static (_, _) => throw new InvalidOperationException("no wires here"),
                Entities = static _ => [new("temperature") { DeviceClass = "temperature", Unit = "°C" }],
            })
            {
                Name = "Office",
                Port = "/dev/null",
                Publish = new() { History = true },
            },
        ],
    };

    public static MemoryStateStore WithInstance()
    {
        var store = new MemoryStateStore();
        store.SetInstance(Instance);
        return store;
    }

    /// <summary>Starts the link and waits until it has announced.</summary>
    public void Announce()
    {
        Start();
        Until(() => Count("bridge/status") > 0, "the announcement");
    }

    public void Start() => _running = _pump.Start(() => Link.RunAsync(_stop.Token));

    /// <summary>The link is to end as soon as it can.</summary>
    public void AskToStop() => _stop.Cancel();

    public void Stop()
    {
        AskToStop();
        Until(() => _running.IsCompleted, "the end of the link");
    }

    /// <summary>Runs something of the link's beside it.</summary>
    public void Run(Func<Task> task)
    {
        var running = _pump.Start(task);
        Until(() => running.IsCompleted, "its end");
        running.IsCompletedSuccessfully.Should().BeTrue();
    }

    public void Until(Func<bool> condition, string what) => _pump.Until(condition, TimeSpan.FromMilliseconds(50), what);

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span) => _pump.Pass(span, TimeSpan.FromMilliseconds(100));

    public int Count(string topic) => Topics.Count(each => each == topic);

    public string Last(string topic) =>
        Encoding.UTF8.GetString(Client.Published.Last(message => message.Topic == topic).Payload.Span);

    /// <summary>A heartbeat of another run, sent now.</summary>
    public string Beat(string instance, string run) =>
        $$"""{"status":"online","instance":"{{instance}}","run":"{{run}}","timestamp":"{{Time.GetUtcNow():O}}"}""";

    public void Read(decimal celsius) =>
        Device.Accept(new(Time.GetUtcNow(), [new("temperature", Value.Of(celsius))]));

    void IDeviceObserver.Changed(Device device, Changes changes) => Outbox.Mark(device, changes);

    void IDeviceObserver.Published(Device device, KeyedValue value) => Keeper.Published(device, value);

    void IDeviceObserver.Faulted(Device device, FaultNotice notice)
    {
    }

    void IDeviceObserver.Recovered(Device device, Recovery recovery)
    {
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }
}
