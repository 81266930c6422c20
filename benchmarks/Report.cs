namespace Bridge.Benchmarks;

/// <summary>Measures a <see cref="PipelineBenchmark"/> and writes its figures: medians of many rounds in one process.</summary>
internal static class Report
{
    private const int WarmUps = 20;
    private const int Rounds = 15;
    private const int PassesPerRound = 10;

    /// <summary>Runs and writes.</summary>
    public static void Write(TextWriter output, PipelineBenchmark pipeline)
    {
        for (var pass = 0; pass < WarmUps; pass++)
        {
            pipeline.Run();
            pipeline.RunYardstick();
        }

        // One after the other in each round, so that a busy machine slows both.
        var whole = new double[Rounds];
        var yardstick = new double[Rounds];
        var allocated = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var states = pipeline.States;
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            whole[round] = Milliseconds(pipeline.Run);
            allocated[round] = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / (pipeline.States - states);
            yardstick[round] = Milliseconds(() => pipeline.RunYardstick());
        }

        output.WriteLine($"telegrams of {pipeline.TelegramBytes / PipelineBenchmark.Telegrams} bytes, "
            + $"states of {pipeline.StateBytes / pipeline.States} bytes, median (lowest to highest) of {Rounds} rounds");
        Line(output, "CPU per 1,000 telegrams, whole pipeline", "ms", whole);
        Line(output, "CPU per 1,000 telegrams, yardstick (CRC-16 and line ends)", "ms", yardstick);
        output.WriteLine($"ratio of the two: {Median(whole) / Median(yardstick):0.0}");
        Line(output, "allocated per published state", "bytes", allocated);
    }

    private static double Milliseconds(Action pass)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var count = 0; count < PassesPerRound; count++)
        {
            pass();
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / PassesPerRound;
    }

    private static void Line(TextWriter output, string what, string unit, double[] rounds) => output.WriteLine(
        $"{what}: {Median(rounds):0.0} {unit} ({rounds.Min():0.0} to {rounds.Max():0.0})");

    private static double Median(double[] rounds) => rounds.Order().ElementAt(rounds.Length / 2);
}
