using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>Opens the store that the configuration asks for.</summary>
public static class StateStore
{
    /// <summary>
    /// Opens or creates the database at <paramref name="path"/>, with its folder. A damaged one is renamed and
    /// replaced; where no database can be had, the store goes on in memory. Both are told to <paramref name="report"/>.
    /// </summary>
    /// <param name="path">The database file; null keeps everything in memory.</param>
    /// <param name="time">Paces the writing.</param>
    /// <param name="report">Told of trouble, from any thread; must not throw.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StoreTooNewException">A newer program wrote it.</exception>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    public static Task<IStateStore> OpenAsync(
        string? path, TimeProvider time, Action<StoreEvent> report, CancellationToken cancellationToken) =>
        OpenAsync(path, time, report, Schema.Migrations, cancellationToken);

    /// <summary>The same with migrations of its own, for tests.</summary>
    internal static async Task<IStateStore> OpenAsync(
        string? path,
        TimeProvider time,
        Action<StoreEvent> report,
        ImmutableArray<string> migrations,
        CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return new MemoryStateStore();
        }

        var file = new DatabaseFile(Path.GetFullPath(path), migrations, time, report);
        return await Task.Run(() => Open(file, time, report), cancellationToken).WaitAsync(cancellationToken);
    }

    private static IStateStore Open(DatabaseFile file, TimeProvider time, Action<StoreEvent> report)
    {
        FileStream? held = null;
        try
        {
            held = file.Hold();
            return new SqliteStateStore(file, held, file.Open(), time, report);
        }
        catch (Exception failure) when (DatabaseFile.IsUnusable(failure))
        {
            held?.Dispose();
            report(new StoreEvent(
                StoreEventKind.InMemoryOnly,
                $"State is kept in memory only and lost at the end, because {file.Path} cannot be used: "
                + $"{failure.Message} Mend state.path and its permissions, then restart."));
            return new MemoryStateStore();
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }
}
