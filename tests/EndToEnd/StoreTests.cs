using Bridge.EndToEnd.Scenes;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Data.Sqlite;

namespace Bridge.EndToEnd;

public sealed class StoreTests : IAsyncLifetime
{
    private Scene _scene = null!;

    public async Task InitializeAsync() => _scene = await Scene.OpenAsync();

    public async Task DisposeAsync() => await _scene.DisposeAsync();

    [Fact]
    public async Task A_store_of_a_newer_program_is_refused()
    {
        var text = new SqliteConnectionStringBuilder { DataSource = _scene.Store, Pooling = false }.ToString();
        await using (var connection = new SqliteConnection(text))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 9999";
            await command.ExecuteNonQueryAsync();
        }

        var bridge = _scene.Start();

        (await bridge.ExitAsync()).Should().Be(1);
        bridge.Errors.Should().Contain(_scene.Store);
    }

    [Fact]
    public async Task A_damaged_store_is_set_aside()
    {
        await File.WriteAllTextAsync(_scene.Store, new string('x', 8192));
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();

        await listener.HeartbeatAsync();
        bridge.Lines("error").Should().ContainSingle().Which.Should().Contain(_scene.Store);
        Directory.GetFiles(_scene.Folder, "bridge.db*")
            .Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal)).Should()
            .Contain(static file => File.ReadAllText(file).StartsWith("xxxx", StringComparison.Ordinal));
    }

    [SmallDiskFact]
    public async Task A_full_disk_is_shown_and_heals_by_itself()
    {
        using var disk = new SmallDisk();
        Configure(disk);
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();
        await bridge.ListensAsync("meter");
        await listener.HeartbeatAsync();
        disk.Fill();

        _scene.SendTelegram("01.111");
        await listener.StateAsync("meter", "power_import", "1111");
        await ShownAsync(bridge, listener, disk);
        _scene.SendTelegram("02.222");
        await listener.StateAsync("meter", "power_import", "2222");
        disk.Free();

        await bridge.LogAsync("is written again");
        await bridge.KillAsync();
        var values = StateFile.Read(disk.Database).FindState("meter")!.Values;
        values.Single(static value => value.Key == "power_import").Value.ToString().Should().Be("2222");
    }

    [SmallDiskFact]
    public async Task A_read_only_file_system_is_shown_and_heals_by_itself()
    {
        using var disk = new SmallDisk();
        Configure(disk);
        disk.Remount("ro");
        var listener = await _scene.ListenAsync();
        var bridge = _scene.Start();

        var instance = (await listener.HeartbeatAsync())["instance"];
        await ShownAsync(bridge, listener, disk);
        disk.Remount("rw");
        await bridge.LogAsync("is written again");

        await bridge.KillAsync();
        StateFile.Read(disk.Database).Instance.Should().Be(instance);
    }

    [Fact]
    public async Task A_second_process_on_the_same_store_is_refused()
    {
        var listener = await _scene.ListenAsync();
        var first = _scene.Start();
        await listener.HeartbeatAsync();

        var start = listener.Count;
        var second = _scene.Start();

        (await second.ExitAsync()).Should().Be(3);
        second.Errors.Should().Contain(_scene.Store);
        first.IsAlive.Should().BeTrue();
        File.ReadAllText(_scene.Health).Should().Contain($"\"pid\":{first.Id}");
        await listener.SyncAsync();
        listener.From(start).Should().NotContain(static heard => heard.Payload == "offline");
    }

    private void Configure(SmallDisk disk) => _scene.Write($$"""
        mqtt: { host: 127.0.0.1, port: {{_scene.Broker.Port}} }
        state: { path: {{disk.Database}}, write_interval: 1s }
        health: { file: {{_scene.Health}} }
        devices:
          {{_scene.Meter.Replace(" }", ", interval: 0s }", StringComparison.Ordinal)}}
        """);

    private static async Task ShownAsync(RunningBridge bridge, Listener listener, SmallDisk disk)
    {
        await listener.FirstAsync("bridge/error", heard =>
            heard["error_type"] == "state" && heard["message"]!.Contains(disk.Database, StringComparison.Ordinal));
        await listener.FirstAsync("bridge/bridge/state", heard =>
            heard["last_error"]?.Contains(disk.Database, StringComparison.Ordinal) == true);
        bridge.Lines("error").Should().ContainSingle().Which.Should().Contain(disk.Database);
    }
}
