using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bridge.TestSupport.Mqtt;

/// <summary>A real mosquitto on a free loopback port, without persistence.</summary>
public sealed class Mosquitto : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mosquitto").FullName;
    private MosquittoOptions _options;
    private Process? _process;

    private Mosquitto(MosquittoOptions options, int port) => (_options, Port) = (options, port);

    /// <summary>Its process id.</summary>
    public int Id => _process!.Id;

    /// <summary>The port it listens on, the same after a restart.</summary>
    public int Port { get; }

    /// <summary>True when the installed build has WebSockets.</summary>
    public static bool HasWebSockets { get; } = FindWebSockets();

    /// <summary>The port of its WebSocket listener, if it was asked for.</summary>
    public int WebSocketPort { get; } = FreePort();

    /// <summary>Starts a broker and waits until it takes connections.</summary>
    /// <exception cref="InvalidOperationException">mosquitto is not installed, or does not start.</exception>
    public static async Task<Mosquitto> StartAsync(MosquittoOptions? options = null)
    {
        var broker = new Mosquitto(options ?? new MosquittoOptions(), FreePort());
        await broker.WriteConfigurationAsync();
        await broker.StartProcessAsync();
        return broker;
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Ends the broker without warning.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends the broker as the system would, with SIGTERM.</summary>
    public async Task StopAsync()
    {
        await RunAsync("/bin/kill", [$"{_process!.Id}"]);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends the broker and starts it again, with nothing remembered.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Starts the broker again after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    /// <param name="options">Another set-up than before, if it is to have one.</param>
    public async Task StartAgainAsync(MosquittoOptions? options = null)
    {
        _process!.Dispose();
        if (options is not null)
        {
            _options = options;
            await WriteConfigurationAsync();
        }

        await StartProcessAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Find(string program) => Programs.Find(program) ?? throw new InvalidOperationException(
        $"{program} is not installed, and this test needs it: apt-get install mosquitto (or brew install mosquitto).");

    // What a build without them says at such a listener.
    private static bool FindWebSockets() => Programs.Find("mosquitto") is { } program
        && File.ReadAllBytes(program).AsSpan().IndexOf("Websockets support not available"u8) < 0;

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private async Task WriteConfigurationAsync()
    {
        List<string> lines =
        [
            $"listener {Port} 127.0.0.1",
            $"allow_anonymous {(_options.Username is null ? "true" : "false")}",
            "persistence false",
            "log_dest none",
            "set_tcp_nodelay true", // else small answers wait 40 ms for the next
            $"user {Environment.UserName}", // else root becomes mosquitto, which may not read the files below
            .. _options.Lines,
            .. _options.SocketFile is { } file ? [$"listener 0 {file}"] : Array.Empty<string>(),
            .. _options.WebSocketLines is { } more
                ? [$"listener {WebSocketPort} 127.0.0.1", "protocol websockets", "socket_domain ipv4", .. more]
                : Array.Empty<string>(),
        ];
        if (_options.Username is { } username)
        {
            var passwords = Path.Combine(_folder, "passwords");
            await RunAsync(Find("mosquitto_passwd"), ["-b", "-c", passwords, username, _options.Password]);
            lines.Add($"password_file {passwords}");
        }

        await File.WriteAllLinesAsync(Path.Combine(_folder, "mosquitto.conf"), lines);
    }

    private async Task StartProcessAsync()
    {
        _process = Process.Start(Find("mosquitto"), ["-c", Path.Combine(_folder, "mosquitto.conf")]);
        var began = TimeProvider.System.GetTimestamp();
        while (!await AcceptsAsync())
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(20))
            {
                throw new InvalidOperationException($"mosquitto does not take connections on port {Port}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private async Task<bool> AcceptsAsync()
    {
        try
        {
            await TryAsync(new IPEndPoint(IPAddress.Loopback, Port));
            if (_options.SocketFile is { } file)
            {
                await TryAsync(new UnixDomainSocketEndPoint(file));
            }

            if (_options.WebSocketLines is not null)
            {
                await TryAsync(new IPEndPoint(IPAddress.Loopback, WebSocketPort));
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task TryAsync(EndPoint endpoint)
    {
        using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(endpoint);
    }
}

/// <summary>How a mosquitto is set up.</summary>
/// <param name="Username">The only user let in; null lets everybody in.</param>
/// <param name="Password">That user's password.</param>
public sealed record MosquittoOptions(string? Username = null, string Password = "")
{
    /// <summary>More lines of its configuration, for example <c>max_packet_size 1000</c>.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>A Unix domain socket beside the port; null for none.</summary>
    public string? SocketFile { get; init; }

    /// <summary>Lines of a listener for WebSockets beside the port, perhaps none; null for no such listener.</summary>
    public IReadOnlyList<string>? WebSocketLines { get; init; }
}
