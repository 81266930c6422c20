using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>Opens the store that the configuration asks for.</summary>
public static class StateStore
{
    /// <summary>
    /// Opens or creates the database, with its folder, and brings an older schema forward. A damaged one is renamed and
    /// replaced by its last copy. Where it cannot be used, the store goes on in memory until it can. All of it is told to
    /// <paramref name="report"/>.
    /// </summary>
    /// <param name="options">Where, and how often.</param>
    /// <param name="time">Paces the writing.</param>
    /// <param name="report">Told of trouble, from any thread; must not throw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreVersionException">A newer program wrote it, or an older one and it may not be migrated.</exception>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    public static Task<IStateStore> OpenAsync(
        StoreOptions options, TimeProvider time, Action<StoreEvent> report, CancellationToken cancellationToken) =>
        OpenAsync(options, time, report, Schema.Migrations, cancellationToken);

    /// <summary>The same with migrations of its own, for tests.</summary>
    internal static async Task<IStateStore> OpenAsync(
        StoreOptions options,
        TimeProvider time,
        Action<StoreEvent> report,
        ImmutableArray<string> migrations,
        CancellationToken cancellationToken)
    {
        if (options.Path is not { } path)
        {
            return new MemoryStateStore(options.History);
        }

        var file = new DatabaseFile(Path.GetFullPath(path), options.Migrate, migrations, time, report);
        var store = new SqliteStateStore(file, options, time, report);
        return await Task.Run(store.Begin, cancellationToken).WaitAsync(cancellationToken);
    }
}
