using System.Diagnostics;

namespace Bridge.EndToEnd.Scenes;

/// <summary>
/// A shell in which commands of pages run as they stand: <c>bridge</c> is the built program, the broker of the scene is the
/// one that mosquitto's clients find, and <c>docker logs</c> and <c>journalctl</c> print the log that was handed over.
/// </summary>
internal sealed class PageShell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Scene _scene;
    private readonly string _programs;
    private readonly string _clients;

    /// <summary>Makes it in the folder of a scene.</summary>
    public PageShell(Scene scene)
    {
        _scene = scene;
        _programs = Directory.CreateDirectory(Path.Combine(scene.Folder, "programs")).FullName;
        _clients = Directory.CreateDirectory(Path.Combine(scene.Folder, "clients")).FullName;
        Script("bridge", $"exec {RunningBridge.Program} \"$@\"");
        Script("docker", $"cat {LogFile} >&2");
        Script("journalctl", $"cat {LogFile}");
        File.WriteAllText(Path.Combine(_clients, "mosquitto_pub"), $"-p {scene.Broker.Port}\n");

        // What listens for ever on a page does so for some seconds here.
        File.WriteAllText(Path.Combine(_clients, "mosquitto_sub"), $"-p {scene.Broker.Port}\n-W 3\n");
    }

    private string LogFile => Path.Combine(_scene.Folder, "bridge.log");

    /// <summary>What <c>docker logs</c> and <c>journalctl</c> say from now on.</summary>
    public void Log(string lines) => File.WriteAllText(LogFile, lines + "\n");

    /// <summary>Runs a script in the scene's folder.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script])
        {
            WorkingDirectory = _scene.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var settings = start.Environment.Keys.Where(static name => name.StartsWith("BRIDGE_", StringComparison.Ordinal));
        foreach (var name in settings.ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["XDG_CONFIG_HOME"] = _clients;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);

        // What mosquitto_sub says at the end of -W.
        return (process.ExitCode, output, (await errors).Replace("Timed out\n", string.Empty, StringComparison.Ordinal));
    }

    private void Script(string name, string text)
    {
        var file = Path.Combine(_programs, name);
        File.WriteAllText(file, $"#!/bin/bash\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
