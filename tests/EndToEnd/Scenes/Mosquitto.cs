using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A mosquitto without persistence on a free port, which can be stopped and started again.</summary>
internal sealed class Mosquitto(string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private Process? _process;

    /// <summary>Its port; the same after a restart.</summary>
    public int Port { get; } = FreePort();

    /// <summary>A mosquitto_passwd file; null lets everybody in.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Starts it and waits until it accepts connections.</summary>
    public async Task StartAsync()
    {
        var file = Path.Combine(folder, "mosquitto.conf");
        var access = PasswordFile is null
            ? "allow_anonymous true"
            : $"allow_anonymous false\npassword_file {PasswordFile}";
        await File.WriteAllTextAsync(file, $"listener {Port} 127.0.0.1\npersistence false\nuser root\n{access}\n");
        var program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
        var start = new ProcessStartInfo(program, ["-c", file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("mosquitto did not start");
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        using var patience = new CancellationTokenSource(Patience);
        while (!await AcceptsAsync(patience.Token))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"mosquitto ended with {_process.ExitCode}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Ends it at once; everything retained is lost.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Writes a password file with one user.</summary>
    public static async Task<string> PasswordFileAsync(string folder, string user, string password)
    {
        var file = Path.Combine(folder, "passwords");
        using var process = Process.Start("mosquitto_passwd", ["-c", "-b", file, user, password]);
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? file : throw new InvalidOperationException("mosquitto_passwd failed");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
