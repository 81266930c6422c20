using System.Diagnostics;
using System.Globalization;

namespace Bridge.Benchmarks.Devices;

/// <summary>
/// Memory of the built program with 20 devices: each program given runs as a process of its own, all at the same time, on
/// the same broker.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Devices = 20;

    /// <summary>Runs and prints a line a minute.</summary>
    public static async Task RunAsync(int minutes, string[] programs)
    {
        var folder = Path.Combine(Path.GetTempPath(), "bridge-bench");
        using var broker = Mosquitto.Start(folder);
        using var lines = new MeterLines(Devices * programs.Length);
        var processes = programs.Select((program, i) => Start(
            program, Path.Combine(folder, $"memory{i}"), broker.Port, lines.Configuration.Chunk(3).Skip(i * Devices).Take(Devices))).ToArray();
        try
        {
            Console.WriteLine($"{Devices} devices: {Devices / 2} P1 meters, a telegram a second, {Devices / 2} SDM120 every 10 s");
            for (var minute = 1; minute <= minutes; minute++)
            {
                await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System);
                foreach (var (program, process) in programs.Zip(processes))
                {
                    var cpu = process.TotalProcessorTime.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
                    Console.WriteLine($"minute {minute}: {program}: {Footprint.Of($"{process.Id}")}; {cpu} s CPU");
                }
            }
        }
        finally
        {
            Array.ForEach(processes, static process => process.Kill());
        }
    }

    private static Process Start(string program, string folder, int port, IEnumerable<string[]> devices)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "bridge.yaml");
        File.WriteAllLines(file,
        [
            $"mqtt: {{ host: 127.0.0.1, port: {port}, topic_prefix: {Path.GetFileName(folder)} }}",
            $"state: {{ path: {Path.Combine(folder, "bridge.db")} }}",
            $"health: {{ file: {Path.Combine(folder, "health")} }}",
            "logging: { level: warning }",
            "devices:",
            .. devices.SelectMany(static each => each),
        ]);
        return Process.Start(new ProcessStartInfo(program, ["run", "--config", file]) { UseShellExecute = false })!;
    }
}
