using Bridge.EndToEnd.Scenes;
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
}
