using System.Collections.Immutable;
using Bridge.Store;
using Bridge.TestSupport;
using Microsoft.Data.Sqlite;

namespace Bridge.Unit.Store;

/// <summary>A folder of its own for a test, a clock, and what the store reported.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-store-");

    public ManualTime Time { get; } = new();

    public List<StoreEvent> Events { get; } = [];

    public string Path => At("data/bridge.db");

    public string At(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public Task<IStateStore> OpenAsync(string? path = null) => OpenAsync(new StoreOptions { Path = path ?? Path });

    public Task<IStateStore> OpenAsync(StoreOptions options) =>
        StateStore.OpenAsync(options, Time, Events.Add, CancellationToken.None);

    public Task<IStateStore> OpenAsync(ImmutableArray<string> migrations) =>
        StateStore.OpenAsync(new StoreOptions { Path = Path }, Time, Events.Add, migrations, CancellationToken.None);

    /// <summary>Leaves a database with one instance behind.</summary>
    public async Task FillAsync()
    {
        await using var store = await OpenAsync();
        store.SetInstance("0badcafe");
        store.Enter(new LedgerEntry("bridge/status", "bridge", LedgerKind.Status));
    }

    /// <summary>Another connection to the same file, as a shell would have.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
