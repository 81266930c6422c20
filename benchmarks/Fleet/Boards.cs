using Bridge.Benchmarks.Devices;
using Bridge.Devices.Drivers;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Benchmarks.Fleet;

/// <summary>
/// Whole bridges in one process, each with a connection, an identity and a prefix of its own: real drivers, supervisors,
/// documents and clients. Only the chips are made up, and what is stored stays in memory.
/// </summary>
/// <param name="count">How many.</param>
/// <param name="port">Of the broker, on this machine.</param>
internal sealed class Boards(int count, int port) : IAsyncDisposable
{
    /// <summary>Devices of a board.</summary>
    public const int Devices = 20;

    private const string Bus = "/dev/i2c-1";
    private const int FirstAddress = 0x08;

    private readonly List<(BridgeRun Run, MemoryStateStore Store)> _boards = [.. Enumerable.Range(0, count).Select(i => Board(i, port))];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Time between two readings of a device.</summary>
    public static TimeSpan Interval => TimeSpan.FromSeconds(30);

    /// <summary>Configurations of so many boards: those of the devices and of the bridge itself.</summary>
    public static int Documents(int boards) => boards * (Devices + 1);

    /// <summary>Starts all at the same moment.</summary>
    public void Start() => _running = Task.WhenAll(
        _boards.Select(board => Task.Run(() => board.Run.RunAsync(static () => { }, _stop.Token))));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        foreach (var (run, store) in _boards)
        {
            await run.DisposeAsync();
            await store.DisposeAsync();
        }

        _stop.Dispose();
    }

    private static (BridgeRun Run, MemoryStateStore Store) Board(int number, int port)
    {
        var wires = new SimulatedWires();
        for (var i = 0; i < Devices; i++)
        {
            wires.WithChip(Bus, Address(i), new BenchChip());
        }

        var store = new MemoryStateStore();
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information)) { Wires = wires };
        return (new(Options(number, port), store, equipment, static () => null), store);
    }

    private static BridgeOptions Options(int number, int port) => new()
    {
        Mqtt = new() { Brokers = [MqttEndpoint.Tcp("127.0.0.1", port)], TopicPrefix = $"{Listener.Prefix}/board{number}" },
        Devices = [.. Enumerable.Range(0, Devices).Select(i => new DeviceOptions($"chip{i}", DriverCatalog.Find("bme280")!)
        {
            Name = $"Board {number} chip {i}",
            Bus = Bus,
            Address = Address(i),
            Interval = Interval,
        })],
    };

    private static byte Address(int device) => (byte)(FirstAddress + device);
}
