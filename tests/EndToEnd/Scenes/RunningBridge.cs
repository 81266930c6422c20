using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Bridge.EndToEnd.Scenes;

/// <summary>The built program as a process of its own.</summary>
internal sealed partial class RunningBridge : IAsyncDisposable
{
    /// <summary>With <c>BRIDGE_PROGRAM</c>, the program that is run instead of the built one, as it is shipped.</summary>
    public static readonly string? Shipped = Environment.GetEnvironmentVariable("BRIDGE_PROGRAM");

    /// <summary>The program.</summary>
    public static readonly string Program = Shipped ?? Path.Combine(AppContext.BaseDirectory, "bridge");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Record<string> _errors = new("The program's stderr");
    private readonly Record<string> _output = new("The program's stdout");

    /// <summary>Starts it in a folder.</summary>
    public RunningBridge(string folder, params IEnumerable<string> arguments)
        : this(folder, ImmutableDictionary<string, string>.Empty, isRead: true, arguments)
    {
    }

    /// <summary>Starts it in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="variables">More variables of its environment.</param>
    /// <param name="isRead">False leaves its stderr full, so that it hangs in its log.</param>
    /// <param name="arguments">Its arguments.</param>
    public RunningBridge(
        string folder, IReadOnlyDictionary<string, string> variables, bool isRead, IEnumerable<string> arguments)
    {
        // Some shells start their children deaf to SIGINT, and a process hands that on; env undoes it and is replaced.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Program, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        Id = _process.Id;
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        if (isRead)
        {
            _process.BeginErrorReadLine();
        }

        _process.BeginOutputReadLine();
    }

    /// <summary>A signal, by its number on Linux.</summary>
    public enum Signal
    {
        Interrupt = 2,
        Kill = 9,
        Terminate = 15,
        Continue = 18,
        Stop = 19,
    }

    /// <summary>The process id.</summary>
    public int Id { get; }

    /// <summary>Whether it has not ended.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>What it wrote to stderr: the log.</summary>
    public string Errors => string.Join('\n', _errors.From(0));

    /// <summary>What it wrote to stdout.</summary>
    public string Output => string.Join('\n', _output.From(0));

    /// <summary>How many lines the log has: a place to wait from.</summary>
    public int LogCount => _errors.Count;

    /// <summary>Resident memory in bytes.</summary>
    public long Memory => 1024 * long.Parse(
        File.ReadLines($"/proc/{Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>The first log line that has a text.</summary>
    public Task<string> LogAsync(string text, int start = 0) => _errors.FirstAsync(
        line => line.Contains(text, StringComparison.Ordinal), start, $"A log line with '{text}'");

    /// <summary>The first line of stdout that fits a pattern.</summary>
    public Task<string> OutputAsync(string pattern) => _output.FirstAsync(
        line => Regex.IsMatch(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), 0, $"A line that fits '{pattern}'");

    /// <summary>Returns when a stream device has its line open, so that what is sent is heard.</summary>
    public Task ListensAsync(string device, int start = 0) => LogAsync($"Device {device} listens on", start);

    /// <summary>Lines of the log of one level.</summary>
    public IEnumerable<string> Lines(string level) =>
        _errors.From(0).Where(line => Heard.Parse(line) is { ValueKind: System.Text.Json.JsonValueKind.Object } json
            && json.GetProperty("level").GetString() == level);

    /// <summary>Sends a signal.</summary>
    public void Send(Signal signal) => Send(Id, signal);

    /// <summary>Sends a signal to another process of the scene.</summary>
    public static void Send(int process, Signal signal)
    {
        if (Kill(process, (int)signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Waits for its end; the exit code.</summary>
    public Task<int> ExitAsync() => ExitAsync(Patience);

    /// <summary>Waits so long for its end; the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan longest)
    {
        using var patience = new CancellationTokenSource(longest);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException(
                $"The program did not end within {longest.TotalSeconds:0} s. Its stderr:\n{Errors}", late);
        }
    }

    /// <summary>Ends it as a crash or a power cut would.</summary>
    public async Task KillAsync()
    {
        Send(Signal.Kill);
        await ExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("BRIDGE_", StringComparison.OrdinalIgnoreCase)
        || name is "JOURNAL_STREAM" or "SUPERVISOR_TOKEN";

    private static void Keep(Record<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Add(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
