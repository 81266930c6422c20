using System.Diagnostics;
using System.Text.Json;

namespace Bridge.Benchmarks.Mqtt;

/// <summary>A publisher as a process of its own.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments before those of the load.</param>
internal sealed record Rival(string Name, string Program, string[] Arguments)
{
    /// <summary>Makes libmosquitto's and MQTT.js's publishers ready in <paramref name="folder"/>, and finds ours.</summary>
    public static Rival[] Prepare(string sources, string folder)
    {
        Directory.CreateDirectory(folder);
        var libmosquitto = Compile(sources, folder, "libmosquitto");
        Compile(sources, folder, "subscriber");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "mqtt")))
        {
            Run("npm", "install", "--silent", "--prefix", folder, "mqtt@5");
        }

        var script = Path.Combine(folder, "mqttjs.js");
        File.Copy(Path.Combine(sources, "mqttjs.js"), script, overwrite: true);
        return
        [
            new("libmosquitto", libmosquitto, []),
            new("MQTT.js", "node", [script]),
            new("ours", Environment.ProcessPath!, ["publisher"]),
        ];
    }

    /// <summary>One load; the figures by their names, null where the rival cannot tell.</summary>
    public Dictionary<string, double?> Measure(Load load, int port, string folder)
    {
        using var subscriber = load.Mode == "e2e" ? Subscriber(load, port, folder) : null;
        var figures = Figures(Run(Program, [.. Arguments, .. load.Arguments(port)]));
        return subscriber is null ? figures : Figures(subscriber.StandardOutput.ReadToEnd());
    }

    private static string Compile(string sources, string folder, string name)
    {
        var program = Path.Combine(folder, name);
        Run("gcc", "-O2", "-o", program, Path.Combine(sources, $"{name}.c"), "-lmosquitto");
        return program;
    }

    /// <summary>The other end, which has subscribed already.</summary>
    private static Process Subscriber(Load load, int port, string folder)
    {
        string[] arguments = [$"{port}", $"{load.Warmup}", $"{load.Count}"];
        var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, "subscriber"), arguments) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("the subscriber does not start");
        return process.StandardOutput.ReadLine() == "ready"
            ? process
            : throw new InvalidOperationException("the subscriber cannot subscribe");
    }

    /// <summary>The line of JSON at the end of what a program printed.</summary>
    private static Dictionary<string, double?> Figures(string output)
    {
        using var document = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        return document.RootElement.EnumerateObject().ToDictionary(
            static figure => figure.Name,
            static figure => figure.Value.ValueKind == JsonValueKind.Number ? figure.Value.GetDouble() : (double?)null,
            StringComparer.Ordinal);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{program} does not start");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
