using Bridge.EndToEnd.Scenes;
using static Bridge.EndToEnd.Scenes.RunningBridge;

namespace Bridge.EndToEnd;

public sealed class StateCommandTests : IAsyncLifetime
{
    private Scene _scene = null!;

    private string Saved => Path.Combine(_scene.Folder, "saved.json");

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task What_a_bridge_remembers_is_shown_saved_reset_and_brought_back()
    {
        var before = await RunBridgeOnceAsync();

        (await SaysAsync(0, "show")).Output.Should().Contain(_scene.Store).And.MatchRegex(@"meter +power_import +1193 ");
        (await SaysAsync(0, "export", Saved)).Output.Should().BeEmpty();
        (await SaysAsync(0, "export")).Output.Should().Be(await File.ReadAllTextAsync(Saved));
        (await SaysAsync(0, "reset", "meter")).Output.Should().Contain("meter");
        (await SaysAsync(0, "show")).Output.Should().NotContain("power_import");
        (await SaysAsync(2, "reset", "meter")).Errors.Should().Contain("meter");
        (await SaysAsync(0, "import", Saved)).Output.Should().Contain(".before-import");
        (await SaysAsync(0, "export")).Output.Should().Be(await File.ReadAllTextAsync(Saved));
        (await SaysAsync(0, "snapshot")).Output.Should().Contain("checked");

        Directory.GetFiles(_scene.Folder, "bridge.db.snapshot-*").Should().ContainSingle();
        before.Should().NotBeEmpty();
        (await File.ReadAllTextAsync(Saved)).Should().Contain($"\"instance\": \"{before}\"");
    }

    [Fact]
    public async Task Beside_a_running_bridge_state_is_shown_and_not_changed()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await listener.HeartbeatAsync();

        (await SaysAsync(0, "export", Saved)).Errors.Should().BeEmpty();
        (await SaysAsync(3, "import", Saved)).Errors.Should().Contain("in use").And.Contain("Stop it");
        (await SaysAsync(3, "reset", "meter")).Errors.Should().Contain("in use");
        bridge.IsAlive.Should().BeTrue();
    }

    [Fact]
    public async Task A_backup_does_not_fail_of_a_slip_in_a_device_that_the_bridge_has_not_read_yet()
    {
        await RunBridgeOnceAsync();
        _scene.Configure(["office: { driver: bme208, bus: 1 }"]);

        (await SaysAsync(0, "snapshot", "--renew")).Output.Should().Contain("checked");
        (await SaysAsync(0, "show")).Output.Should().Contain("power_import");

        _scene.Write("stat: { path: elsewhere.db }\n");
        (await SaysAsync(1, "snapshot", "--renew")).Errors.Should().Contain("stat");
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_exit_code()
    {
        (await SaysAsync(1, "show")).Errors.Should().Contain(_scene.Store);
        await File.WriteAllTextAsync(Saved, """{"format":"bridge-state","version":1,"ledger":[],"devices":{"A":{}}}""");
        (await SaysAsync(1, "import", Saved)).Errors.Should().Contain("devices.A");
        File.Exists(_scene.Store).Should().BeFalse();
        (await SaysAsync(2, "import")).Errors.Should().NotBeEmpty();
        (await SaysAsync(2, "forget")).Errors.Should().Contain("forget");
        _scene.Write("state: { path: memory }\n");
        (await SaysAsync(1, "show")).Errors.Should().Contain("state.path");
        (await SaysAsync(0, "snapshot", "--renew")).Output.Should().Contain("nothing to copy");
    }

    private async Task<string> RunBridgeOnceAsync()
    {
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        _scene.SendTelegram();
        await listener.FirstAsync("bridge/meter/state", static heard => heard.Payload.Contains("1193", StringComparison.Ordinal));
        var heartbeat = await listener.HeartbeatAsync();
        bridge.Send(Signal.Terminate);
        (await bridge.ExitAsync()).Should().Be(0);
        return heartbeat["instance"]!;
    }

    private async Task<RunningBridge> SaysAsync(int code, params IEnumerable<string> arguments)
    {
        var command = _scene.Start(["state", .. arguments]);
        (await command.ExitAsync()).Should().Be(code, command.Errors);
        return command;
    }
}
