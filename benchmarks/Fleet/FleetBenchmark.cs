using System.Globalization;
using Bridge.Benchmarks.Devices;

namespace Bridge.Benchmarks.Fleet;

/// <summary>
/// Many bridges of 20 devices each at one mosquitto, and a subscriber that takes what Home Assistant takes. All boards get
/// their power back at the same moment, then they run, then Home Assistant starts again. A tenth as many bridges, measured
/// first in the same way, tell how the broker's cost grows.
/// </summary>
internal static class FleetBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>Runs both sizes and prints their figures.</summary>
    /// <param name="bridges">The larger one; at least 10.</param>
    /// <param name="span">How long ordinary work is measured.</param>
    public static async Task RunAsync(int bridges, TimeSpan span)
    {
        Console.WriteLine($"bridges of {Boards.Devices} devices, a reading of each every {Boards.Interval.TotalSeconds:0} s");
        var small = await MeasureAsync(bridges / 10, span);
        small.Print();
        var large = await MeasureAsync(bridges, span);
        large.Print();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {(double)large.Bridges / small.Bridges:0.0} times the bridges: {large.MessagesPerSecond / small.MessagesPerSecond:0.0} times the messages, {large.CpuPerMessage / small.CpuPerMessage:0.00} times the broker's CPU for each
            """));
    }

    private static async Task<FleetSample> MeasureAsync(int bridges, TimeSpan span)
    {
        using var broker = Mosquitto.Start(
            Path.Combine(Path.GetTempPath(), "bridge-bench"), "max_queued_messages 100000");
        var empty = Memory(broker).Written;
        await using var listener = await Listener.ConnectAsync(broker.Port);
        await using var boards = new Boards(bridges, broker.Port);

        var (start, cpu) = (TimeProvider.System.GetTimestamp(), broker.Cpu);
        boards.Start();
        var announced = await listener.SinceAsync(start, () => listener.Documents >= Boards.Documents(bridges));
        var online = await listener.SinceAsync(start, () => listener.Online >= bridges * Boards.Devices);
        var announcing = broker.Cpu - cpu;

        await Task.Delay(Settling, TimeProvider.System);
        var before = (listener.Messages, broker.Cpu);
        await Task.Delay(span, TimeProvider.System);
        var ordinary = broker.Cpu - before.Cpu;
        var messages = listener.Messages - before.Messages;

        listener.Forget();
        start = TimeProvider.System.GetTimestamp();
        await listener.SayBirthAsync();
        var again = await listener.SinceAsync(start, () => listener.Documents >= Boards.Documents(bridges));
        var memory = Memory(broker);
        return new()
        {
            Bridges = bridges,
            Announced = announced,
            Online = online,
            Announcing = announcing,
            Span = span,
            Messages = messages,
            Broker = ordinary,
            Again = again,
            DocumentBytes = listener.DocumentBytes,
            Memory = memory,
            PerBridge = (memory.Written - empty) / bridges,
        };
    }

    private static Footprint Memory(Mosquitto broker) =>
        Footprint.Of(broker.ProcessId.ToString(CultureInfo.InvariantCulture));

    private static async Task<TimeSpan> SinceAsync(this Listener listener, long start, Func<bool> done)
    {
        while (!done())
        {
            if (listener.End is { } end)
            {
                throw new IOException($"the listener lost its connection: {end}");
            }

            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException(
                    $"{listener.Documents} configurations and {listener.Online} devices online after {Patience.TotalMinutes:0} minutes");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return TimeProvider.System.GetElapsedTime(start);
    }
}
