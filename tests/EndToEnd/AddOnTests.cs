using System.Globalization;
using Bridge.EndToEnd.Scenes;
using Bridge.TestSupport.HomeAssistant;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

/// <summary>The program as the Supervisor starts it.</summary>
public sealed class AddOnTests : IAsyncLifetime
{
    private const string User = "addons";
    private readonly FakeSupervisor _supervisor = new();
    private Scene _scene = null!;

    private Dictionary<string, string> Surroundings => new(StringComparer.Ordinal)
    {
        ["SUPERVISOR_TOKEN"] = FakeSupervisor.Token,
        ["SUPERVISOR_API"] = _supervisor.Address,
        ["TZ"] = "Asia/Kolkata",
    };

    public async Task InitializeAsync()
    {
        _scene = await Scene.OpenAsync();
        _scene.Write($$"""
            mqtt: { reconnect_interval: 200ms, reconnect_max_interval: 1s }
            state: { path: {{_scene.Store}} }
            health: { file: {{_scene.Health}} }
            devices:
              {{_scene.Meter}}
            """);
    }

    public async Task DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _supervisor.DisposeAsync();
    }

    [Fact]
    public async Task The_supervisors_broker_is_waited_for_and_its_new_password_asked_for()
    {
        await BrokerWithAsync("pass-one");
        var bridge = _scene.StartWith(Surroundings);
        await bridge.LogAsync("Waiting for the Supervisor to name a broker");

        _supervisor.Offer(_scene.Broker.Port, User, "pass-one");
        await (await _scene.ListenAsync(User, "pass-one")).HeartbeatAsync();

        var lost = bridge.LogCount;
        await BrokerWithAsync("pass-two");
        await bridge.LogAsync("check mqtt.username and mqtt.password", lost);
        _supervisor.Offer(_scene.Broker.Port, User, "pass-two");
        await bridge.LogAsync("Connected to", lost);
        await (await _scene.ListenAsync(User, "pass-two")).HeartbeatAsync();

        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0, bridge.Errors);
        bridge.Errors.Should().NotContain("pass-").And.NotContain(FakeSupervisor.Token);
    }

    [Fact]
    public async Task A_stop_while_there_is_no_broker_is_clean()
    {
        var bridge = _scene.StartWith(Surroundings);
        await bridge.LogAsync("Waiting for the Supervisor to name a broker");

        bridge.Send(Signal.Terminate);

        (await bridge.ExitAsync()).Should().Be(0, bridge.Errors);
    }

    [Fact]
    public async Task Log_lines_are_text_in_the_supervisors_time_zone()
    {
        var bridge = _scene.StartWith(Surroundings);
        var line = await bridge.LogAsync("Bridge 0.");

        var written = DateTime.ParseExact(line[..19], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime + new TimeSpan(5, 30, 0);
        written.Should().BeCloseTo(now, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_backup_taken_while_it_runs_brings_back_what_was_known()
    {
        _supervisor.Offer(_scene.Broker.Port, string.Empty, string.Empty);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.StartWith(Surroundings);
        var instance = (await listener.HeartbeatAsync())["instance"];
        var backup = _scene.StartWith(Surroundings, "state", "snapshot", "--renew");
        (await backup.ExitAsync()).Should().Be(0, backup.Errors);
        backup.Output.Should().Contain(".previous").And.Contain("checked");
        await bridge.KillAsync();

        // Copied while it was being written, and the broker's memory is lost too.
        await File.WriteAllBytesAsync(_scene.Store, new byte[5000]);
        File.Delete(_scene.Store + "-wal");
        File.Delete(_scene.Store + "-shm");
        await _scene.Broker.RestartAsync();
        var restored = _scene.StartWith(Surroundings);
        var later = await (await _scene.ListenAsync()).HeartbeatAsync();

        later["instance"].Should().Be(instance);
        restored.Errors.Should().Contain("takes its place");
    }

    private async Task BrokerWithAsync(string password)
    {
        await _scene.Broker.StopAsync();
        await _scene.Broker.StartAgainAsync(new(User, password));
    }
}
