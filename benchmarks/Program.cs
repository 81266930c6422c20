using System.Globalization;
using System.Runtime.CompilerServices;
using Bridge.Benchmarks;
using Bridge.Benchmarks.Devices;
using Bridge.Benchmarks.Fleet;
using Bridge.Benchmarks.Mqtt;

switch (args)
{
    case ["pipeline"]:
        Report.Write(Console.Out, new PipelineBenchmark());
        return 0;
    case ["devices", .. var rest]:
        await new DevicesBenchmark().RunAsync(TimeSpan.FromSeconds(Number(rest, 120)));
        return 0;
    case ["fleet", .. var rest]:
        await FleetBenchmark.RunAsync(Number(rest, 200), TimeSpan.FromSeconds(Number([.. rest.Skip(1)], 60)));
        return 0;
    case ["memory", var minutes, .. [_, ..] programs]:
        await MemoryBenchmark.RunAsync(int.Parse(minutes, CultureInfo.InvariantCulture), programs);
        return 0;
    case ["mqtt", .. var rest]:
        var folder = Path.Combine(Path.GetTempPath(), "bridge-bench");
        Comparison.Run(Path.Combine(SourceFolder(), "rivals"), folder, Number(rest, 7), rest is [_, .. var names] ? names : []);
        return 0;
    case ["publisher", .. var options]:
        var (load, port) = Load.Parse(options);
        await Publisher.RunAsync(load, port);
        return 0;
    default:
        await Console.Error.WriteLineAsync("""
            usage: dotnet run -c Release --project benchmarks -- pipeline
                   dotnet run -c Release --project benchmarks -- devices [SECONDS]
                   dotnet run -c Release --project benchmarks -- fleet [BRIDGES [SECONDS]]
                   dotnet run -c Release --project benchmarks -- memory MINUTES PROGRAM …
                   dotnet run -c Release --project benchmarks -- mqtt [ROUNDS [LOAD …]]
            """);
        return 2;
}

static int Number(string[] arguments, int usual) =>
    arguments is [var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : usual;

static string SourceFolder([CallerFilePath] string path = "") =>
    Directory.Exists(Path.GetDirectoryName(path)) ? Path.GetDirectoryName(path)! : Path.GetFullPath("benchmarks");
