using System.Collections.Immutable;
using Bridge.Devices.Drivers;
using Bridge.Devices.Simulation;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Logging;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Benchmarks.Devices;

/// <summary>
/// A whole bridge with many chips at 1 Hz: real driver, supervisors, buses, pipeline, store on disk, client, and a real
/// broker; only the chips are made up. Beside it a yardstick: the same client publishes as many messages of the same size.
/// </summary>
internal sealed class DevicesBenchmark
{
    private const int Devices = 200;
    private const int Buses = 10;
    private const int Entities = 5;
    private const int FirstAddress = 0x08;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    private readonly ImmutableArray<BenchChip> _chips =
        [.. Enumerable.Range(0, Devices).Select(static _ => new BenchChip())];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "bridge-bench");

    private long Readings => _chips.Sum(static chip => chip.Measurements);

    /// <summary>Runs both and prints their figures.</summary>
    /// <param name="span">How long each is measured.</param>
    public async Task RunAsync(TimeSpan span)
    {
        using var broker = Mosquitto.Start(_folder, "sys_interval 1");
        Console.WriteLine($"{Devices} devices x {Entities} entities, one reading a second each, {span.TotalSeconds:0} s");
        var (bridge, payload) = await BridgeAsync(broker, span);
        bridge.Print("the bridge");
        var client = await YardstickAsync(broker, span, payload);
        client.Print("yardstick: the client alone");
        var ratio = bridge.Cpu / client.Cpu * (client.Messages / (double)bridge.Messages);
        Console.WriteLine($"CPU of the bridge to that of the client alone, by message: {ratio:0.00}");
    }

    private async Task<(Sample Sample, byte[] Payload)> BridgeAsync(Mosquitto broker, TimeSpan span)
    {
        var path = Path.Combine(_folder, "devices.db");
        File.Delete(path);
        await using var store = await StateStore.OpenAsync(
            new() { Path = path }, TimeProvider.System, static _ => { }, CancellationToken.None);
        var equipment = new Equipment(NullLoggerFactory.Instance, new LogLevelControl(LogLevel.Information))
        {
            Wires = Wires(),
        };
        await using var run = new BridgeRun(Options(broker.Port, path), store, equipment, static () => null);
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => run.RunAsync(static () => { }, stop.Token));
        await Task.Delay(WarmUp, TimeProvider.System);
        var sample = await Sample.TakeAsync(broker, span, () => Readings);
        var payload = await BrokerFigures.KeptAsync(broker.Port, run.Topics.State("chip0"));
        await stop.CancelAsync();
        await running;
        return (sample, payload);
    }

    /// <summary>All messages of a second at once, as the bridge does, which reads all chips at the same moment.</summary>
    private static async Task<Sample> YardstickAsync(Mosquitto broker, TimeSpan span, byte[] payload)
    {
        var messages = Enumerable.Range(0, Devices)
            .Select(each => new MqttMessage($"yardstick/chip{each}/state", payload, MqttQos.AtLeastOnce, Retain: true)).ToArray();
        await using var client = new MqttClient(TimeProvider.System);
        await client.ConnectAsync(new("127.0.0.1", broker.Port, "yardstick"), CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var running = PublishAsync(client, messages, stop.Token);
        await Task.Delay(WarmUp, TimeProvider.System);
        var sample = await Sample.TakeAsync(broker, span, static () => 0);
        await stop.CancelAsync();
        await running;
        return sample;
    }

    private static async Task PublishAsync(MqttClient client, MqttMessage[] messages, CancellationToken stop)
    {
        using var tick = new PeriodicTimer(Interval);
        var answers = new Queue<ValueTask<MqttReasonCode>>(messages.Length);
        while (!stop.IsCancellationRequested)
        {
            await tick.WaitForNextTickAsync(CancellationToken.None);
            foreach (var message in messages)
            {
#pragma warning disable CA2012 // each is awaited once, below
                answers.Enqueue(client.PublishAsync(message, CancellationToken.None));
#pragma warning restore CA2012
            }

            while (answers.TryDequeue(out var answer))
            {
                await answer;
            }
        }
    }

    private SimulatedWires Wires()
    {
        var wires = new SimulatedWires();
        for (var i = 0; i < Devices; i++)
        {
            wires.WithChip(Bus(i), Address(i), _chips[i]);
        }

        return wires;
    }

    private static BridgeOptions Options(int port, string path) => new()
    {
        Mqtt = new() { Brokers = [MqttEndpoint.Tcp("127.0.0.1", port)] },
        State = new() { Path = path },
        Devices = [.. Enumerable.Range(0, Devices).Select(static i => new DeviceOptions($"chip{i}", DriverCatalog.Find("bme280")!)
        {
            Name = $"Chip {i}",
            Bus = Bus(i),
            Address = Address(i),
            Interval = Interval,
            Derived =
            [
                new("dew_point", DerivedKind.DewPoint) { From = ["temperature", "humidity"] },
                new("absolute_humidity", DerivedKind.AbsoluteHumidity) { From = ["temperature", "humidity"] },
            ],
        })],
    };

    private static string Bus(int device) => $"/dev/i2c-{device % Buses}";

    private static byte Address(int device) => (byte)(FirstAddress + (device / Buses));
}
