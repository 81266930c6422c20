using System.Diagnostics;
using System.Globalization;

namespace Bridge.TestSupport.Mqtt;

/// <summary>An aedes on a free loopback port: a broker for MQTT 3.1.1 alone, run by node. Its state is its memory's.</summary>
public sealed class Aedes : IAsyncDisposable
{
    private const string Install = "tests/Support/Mqtt/aedes/install";

    private static readonly string Script = Path.Combine(Checkout.Root, "tests/Support/Mqtt/aedes/broker.js");
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests/Support/obj/aedes");
    private static readonly string? Node = Programs.Find("node");

    private readonly Process _process;

    private Aedes(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>What keeps it from running here, and what to do; null when nothing does.</summary>
    public static string? Missing { get; } =
        Node is null ? $"node is not installed (then run {Install})"
        : !Directory.Exists(Path.Combine(Folder, "node_modules/aedes")) ? $"aedes is not installed: run {Install}"
        : null;

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Starts a broker and waits until it takes connections.</summary>
    /// <exception cref="InvalidOperationException">It is <see cref="Missing"/>, or does not start.</exception>
    public static async Task<Aedes> StartAsync()
    {
        var start = new ProcessStartInfo(Node ?? throw new InvalidOperationException(Missing))
        {
            ArgumentList = { "--eval", await File.ReadAllTextAsync(Script) }, // so it takes its modules from the folder below
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        using var safety = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return int.TryParse(await process.StandardOutput.ReadLineAsync(safety.Token), CultureInfo.InvariantCulture, out var port)
            ? new Aedes(process, port)
            : throw new InvalidOperationException("aedes does not start.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
