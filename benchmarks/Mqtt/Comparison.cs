using System.Globalization;

namespace Bridge.Benchmarks.Mqtt;

/// <summary>Publishers side by side on one mosquitto, in interleaved rounds; ratios are formed round by round.</summary>
internal static class Comparison
{
    private static readonly (string Key, string Title, string Format)[] Figures =
    [
        ("msgs_per_s", "msg/s", "0"),
        ("cpu_s_per_100k", "CPU s/100k", "0.00"),
        ("broker_us", "broker µs/msg", "0.0"),
        ("alloc_per_msg", "alloc B/msg", "0"),
        ("rss_kb", "RSS KiB", "0"),
        ("p50_us", "p50 µs", "0"),
        ("p99_us", "p99 µs", "0"),
    ];

    /// <summary>Runs all loads, or those named, and prints a table for each.</summary>
    public static void Run(string sources, string folder, int rounds, string[] names)
    {
        var rivals = Rival.Prepare(sources, folder);
        var loads = Load.All.Where(load => names.Length == 0 || names.Contains(load.Name, StringComparer.Ordinal)).ToArray();
        using var broker = Mosquitto.Start(
            folder, "set_tcp_nodelay true", "max_inflight_messages 200", "max_queued_messages 200000");
        foreach (var load in loads)
        {
            Print(load, rivals, Measure(load, rivals, rounds, broker, folder));
        }
    }

    private static Dictionary<string, double?>[][] Measure(
        Load load, Rival[] rivals, int rounds, Mosquitto broker, string folder) =>
    [
        .. Enumerable.Range(0, rounds).Select(_ => rivals.Select(rival =>
        {
            var before = broker.Cpu;
            var figures = rival.Measure(load, broker.Port, folder);
            figures["broker_us"] = (broker.Cpu - before).TotalMicroseconds / (load.Count + load.Warmup);
            return figures;
        }).ToArray()),
    ];

    private static void Print(Load load, Rival[] rivals, Dictionary<string, double?>[][] rounds)
    {
        Console.WriteLine($"\n### {load.Name}\n\n| | {string.Join(" | ", Figures.Select(static f => f.Title))} |");
        Console.WriteLine("|---|" + string.Concat(Figures.Select(static _ => "---|")));
        for (var i = 0; i < rivals.Length; i++)
        {
            var cells = Figures.Select(figure => Cell(
                figure.Format,
                [.. rounds.Select(round => round[i].GetValueOrDefault(figure.Key))],
                i == 0 ? null : [.. rounds.Select(round => round[0].GetValueOrDefault(figure.Key))]));
            Console.WriteLine($"| {rivals[i].Name} | {string.Join(" | ", cells)} |");
        }
    }

    /// <summary>Median, and the median of its ratios to the first rival.</summary>
    private static string Cell(string format, double?[] own, double?[]? first)
    {
        var known = own.OfType<double>().ToArray();
        if (known.Length == 0 || known.All(static figure => figure == 0))
        {
            return "–";
        }

        var text = Median(known).ToString(format, CultureInfo.InvariantCulture);
        var ratios = first?.Zip(own).Where(static pair => pair is { First: > 0, Second: not null })
            .Select(static pair => pair.Second!.Value / pair.First!.Value).ToArray() ?? [];
        return ratios.Length == 0 ? text : FormattableString.Invariant($"{text} (×{Median(ratios):0.00})");
    }

    private static double Median(double[] figures) => figures.Order().ElementAt(figures.Length / 2);
}
