using System.Collections.Immutable;
using System.Globalization;
using Bridge.TestSupport.Mqtt;
using Bridge.TestSupport.Telegrams;
using Bridge.TestSupport.Wires;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A folder, a broker and a meter on a pseudo-terminal: what the program meets outside of itself.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private static readonly string[] Hasty = ["  reconnect_interval: 200ms", "  reconnect_max_interval: 1s"];

    private readonly List<IAsyncDisposable> _guests = [];

    private Scene(Mosquitto broker) => Broker = broker;

    /// <summary>A folder of its own: configuration, state and health file lie here.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("bridge-e2e-").FullName;

    /// <summary>The broker.</summary>
    public Mosquitto Broker { get; }

    /// <summary>The meter's line, while it is plugged in.</summary>
    public Pty Line { get; private set; } = new();

    /// <summary>The link under which the line is configured, as udev makes one below /dev/serial/by-id.</summary>
    public string Port => Path.Combine(Folder, "p1");

    /// <summary>The store.</summary>
    public string Store => Path.Combine(Folder, "bridge.db");

    /// <summary>The health file.</summary>
    public string Health => Path.Combine(Folder, "health");

    /// <summary>The meter as a device of the configuration.</summary>
    public string Meter => $"meter: {{ driver: dsmr, port: {Port} }}";

    /// <summary>A scene with a broker that runs and a configuration of the meter alone.</summary>
    public static async Task<Scene> OpenAsync()
    {
        var scene = new Scene(await Mosquitto.StartAsync());
        scene.Link();
        scene.Configure([scene.Meter]);
        return scene;
    }

    /// <summary>Writes the configuration.</summary>
    /// <param name="devices">One line of YAML each.</param>
    /// <param name="mqtt">More lines of the section <c>mqtt</c>.</param>
    /// <param name="heartbeat">Interval of the heartbeat.</param>
    /// <param name="patient">Leaves the pauses between connects as users have them.</param>
    public void Configure(
        IEnumerable<string> devices, IEnumerable<string>? mqtt = null, string heartbeat = "60s", bool patient = false)
    {
        IEnumerable<string> lines =
        [
            "mqtt:",
            "  host: 127.0.0.1",
            $"  port: {Broker.Port}",
            .. patient ? [] : Hasty,
            .. (mqtt ?? []).Select(static line => "  " + line),
            "state:",
            $"  path: {Store}",
            "health:",
            $"  file: {Health}",
            $"  heartbeat_interval: {heartbeat}",
            "devices:",
            .. devices.Select(static line => "  " + line),
        ];
        Write(string.Join('\n', lines) + "\n");
    }

    /// <summary>Writes the configuration as it is.</summary>
    public void Write(string yaml) => File.WriteAllText(Path.Combine(Folder, "bridge.yaml"), yaml);

    /// <summary>Starts the program; without arguments, the bridge.</summary>
    public RunningBridge Start(params IEnumerable<string> arguments) =>
        Keep(new RunningBridge(Folder, [.. arguments, "--config", "bridge.yaml"]));

    /// <summary>Starts the program with some more variables in its environment; without arguments, the bridge.</summary>
    public RunningBridge StartWith(IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments) =>
        Keep(new RunningBridge(Folder, variables, isRead: true, [.. arguments, "--config", "bridge.yaml"]));

    /// <summary>Starts the program so that nobody reads its log.</summary>
    public RunningBridge StartUnread(params IEnumerable<string> arguments) => Keep(new RunningBridge(
        Folder, ImmutableDictionary<string, string>.Empty, isRead: false, [.. arguments, "--config", "bridge.yaml"]));

    /// <summary>Starts the program with exactly these arguments.</summary>
    public RunningBridge StartPlain(params IEnumerable<string> arguments) => Keep(new RunningBridge(Folder, arguments));

    /// <summary>Listens on the broker.</summary>
    public async Task<Listener> ListenAsync(string? username = null, string? password = null) =>
        Keep(await Listener.StartAsync(Broker.Port, username, password, Logs));

    /// <summary>The meter sends a telegram of DSMR 5.</summary>
    /// <param name="power">Power in kW as the meter writes it.</param>
    public void SendTelegram(string power = "01.193") => Line.Send(Telegram(power));

    /// <summary>A telegram of DSMR 5 with a tariff counter of export.</summary>
    public static byte[] Telegram(string power = "01.193") =>
        P1Telegram.Dutch5(power).Line("1-0:2.8.1(001581.123*kWh)").WithCrc();

    /// <summary>What a living bridge of that instance says on its status topic.</summary>
    public static string HeartbeatOf(string instance)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        return $$"""{"status":"online","instance":"{{instance}}","run":"r1","timestamp":"{{now}}","devices":{} }""";
    }

    /// <summary>Pulls the meter's plug.</summary>
    public void Unplug()
    {
        File.Delete(Port);
        Line.Dispose();
    }

    /// <summary>Plugs the meter in again; the line has another name now, the link the same.</summary>
    public void Plug()
    {
        Line = new();
        Link();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var guest in _guests)
        {
            await guest.DisposeAsync();
        }

        await Broker.DisposeAsync();
        Line.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private string Logs() => string.Concat(
        _guests.OfType<RunningBridge>().Select(static bridge => $"\nA program's stderr:\n{bridge.Errors}"));

    private void Link() => File.CreateSymbolicLink(Port, Line.Path);

    private T Keep<T>(T guest)
        where T : IAsyncDisposable
    {
        _guests.Add(guest);
        return guest;
    }
}
