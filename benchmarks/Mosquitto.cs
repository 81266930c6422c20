using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bridge.Benchmarks;

/// <summary>A broker of our own on a free loopback port; disposing ends it.</summary>
internal sealed class Mosquitto : IDisposable
{
    private readonly Process _process;

    private Mosquitto(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Processor time it has used so far, user and system.</summary>
    public TimeSpan Cpu => TimeSpan.FromMicroseconds(
        double.Parse(File.ReadAllText($"/proc/{_process.Id}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000);

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">For its configuration.</param>
    /// <param name="settings">Lines of its configuration beside the listener.</param>
    public static Mosquitto Start(string folder, params IEnumerable<string> settings)
    {
        Directory.CreateDirectory(folder);
        var port = FreePort();
        var file = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllLines(
            file, [$"listener {port} 127.0.0.1", "allow_anonymous true", "persistence false", "log_dest none", .. settings]);
        var process = Process.Start(new ProcessStartInfo("mosquitto", ["-c", file]) { UseShellExecute = false })!;
        WaitFor(port);
        return new(process, port);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WaitFor(int port)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            try
            {
                using var probe = new TcpClient("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Thread.Yield();
            }
        }

        throw new TimeoutException("mosquitto did not start");
    }
}
