using System.Diagnostics;
using System.Globalization;
using System.Text;
using Bridge.Mqtt.Client;

namespace Bridge.Benchmarks.Mqtt;

/// <summary>Our client under one load; prints its figures as one line of JSON, as every rival does.</summary>
internal sealed class Publisher(Load load, IMqttClient client)
{
    private const int Topics = 50;

    private readonly MqttMessage[] _messages = [.. Enumerable.Range(0, Topics).Select(i => new MqttMessage(
        $"bench/device{i:00}/state", Payload(load.Size), (MqttQos)load.Qos, load.Retain))];

    private readonly List<double> _latencies = [];

    /// <summary>Connects, publishes and prints.</summary>
    public static async Task RunAsync(Load load, int port)
    {
        await using var client = new MqttClient(TimeProvider.System);
        var protocol = load.Protocol == 4 ? MqttProtocol.V311 : MqttProtocol.V5;
        await client.ConnectAsync(new("127.0.0.1", port, "bench-ours") { Protocol = protocol }, CancellationToken.None);
        await new Publisher(load, client).RunAsync();
        await client.DisconnectAsync(publishWill: false, CancellationToken.None);
    }

    private async Task RunAsync()
    {
        await PublishAsync(load.Warmup);
        _latencies.Clear();
        _latencies.Capacity = load.Mode == "rtt" ? load.Count : 0;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await PublishAsync(load.Count);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        _latencies.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $$"""{"msgs_per_s":{{load.Count / seconds:0.0}},"cpu_s_per_100k":{{used * 1e5 / load.Count:0.0000}},"alloc_per_msg":{{(double)allocated / load.Count:0.0}},"rss_kb":{{Environment.WorkingSet / 1024}},"p50_us":{{Percentile(0.5):0.0}},"p99_us":{{Percentile(0.99):0.0}}}"""));
    }

    private static byte[] Payload(int size)
    {
        var text = "{\"t\":0000000000000000000,\"temperature\":21.53";
        return Encoding.ASCII.GetBytes(text.PadRight(size - 1)[..(size - 1)] + "}");
    }

    private Task PublishAsync(int count) => (load.Mode, load.Qos) switch
    {
        ("rtt" or "e2e", _) => PacedAsync(count),
        (_, 0) => AtMostOnceAsync(count),
        _ => AcknowledgedAsync(count),
    };

    private async Task AtMostOnceAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await client.PublishAsync(_messages[i % Topics], CancellationToken.None);
        }

        // What was queued has left when a last message has its acknowledgement.
        await client.PublishAsync(_messages[0] with { Qos = MqttQos.AtLeastOnce }, CancellationToken.None);
    }

    private async Task AcknowledgedAsync(int count)
    {
        var window = new Queue<ValueTask<MqttReasonCode>>(load.InFlight);
        for (var i = 0; i < count; i++)
        {
            if (window.Count == load.InFlight)
            {
                await window.Dequeue();
            }

#pragma warning disable CA2012 // each is awaited once, when it leaves the window
            window.Enqueue(client.PublishAsync(_messages[i % Topics], CancellationToken.None));
#pragma warning restore CA2012
        }

        while (window.TryDequeue(out var answer))
        {
            await answer;
        }
    }

    /// <summary>So many at each tick; each one's time runs from the tick to its acknowledgement.</summary>
    private async Task PacedAsync(int count)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / load.Rate));
        var burst = new Task[load.Burst];
        for (var sent = 0; sent < count; sent += load.Burst)
        {
            await tick.WaitForNextTickAsync();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < load.Burst; i++)
            {
                var message = _messages[(sent + i) % Topics];
                burst[i] = MeasureAsync(load.Mode == "e2e" ? Stamped(message, start) : message, start);
            }

            await Task.WhenAll(burst);
        }
    }

    /// <summary>With the moment where the subscriber looks for it: 19 digits of nanoseconds of the monotonic clock.</summary>
    private static MqttMessage Stamped(MqttMessage message, long start)
    {
        var payload = message.Payload.ToArray();
        Encoding.ASCII.GetBytes(start.ToString("D19", CultureInfo.InvariantCulture), payload.AsSpan(5));
        return message with { Payload = payload };
    }

    private async Task MeasureAsync(MqttMessage message, long start)
    {
        await client.PublishAsync(message, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        lock (_latencies)
        {
            _latencies.Add(took);
        }
    }

    private double Percentile(double part) =>
        _latencies.Count == 0 ? 0 : _latencies[(int)Math.Round(part * (_latencies.Count - 1))];
}
