using System.Globalization;
using System.Runtime.CompilerServices;
using Bridge.Benchmarks;
using Bridge.Benchmarks.Mqtt;

switch (args)
{
    case ["pipeline"]:
        Report.Write(Console.Out, new PipelineBenchmark());
        return 0;
    case ["mqtt", .. var rest]:
        var rounds = rest is [var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : 7;
        var folder = Path.Combine(Path.GetTempPath(), "bridge-bench");
        Comparison.Run(Path.Combine(SourceFolder(), "rivals"), folder, rounds, rest is [_, .. var names] ? names : []);
        return 0;
    case ["publisher", .. var options]:
        var (load, port) = Load.Parse(options);
        await Publisher.RunAsync(load, port);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            usage: dotnet run -c Release --project benchmarks -- pipeline
                   dotnet run -c Release --project benchmarks -- mqtt [ROUNDS [LOAD …]]
            """);
        return 2;
}

static string SourceFolder([CallerFilePath] string path = "") =>
    Directory.Exists(Path.GetDirectoryName(path)) ? Path.GetDirectoryName(path)! : Path.GetFullPath("benchmarks");
