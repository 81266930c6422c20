using Microsoft.Data.Sqlite;

namespace Bridge.Store;

/// <summary>Work on a database from outside of a running bridge.</summary>
public static class StateFile
{
    /// <summary>Reads all of a database; a bridge may be writing it.</summary>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    /// <exception cref="StoreTooNewException">A newer program wrote it.</exception>
    public static MemoryStateStore Read(string path) => Guarded(path, () =>
    {
        using var database = OpenExisting(path);
        var content = new MemoryStateStore();
        database.Load(content);
        return content;
    });

    /// <summary>Copies a database and reads the copy through; a bridge may be writing the database.</summary>
    /// <returns>Bytes of the copy.</returns>
    /// <exception cref="IOException">One of the two is not as it should be; a copy is never overwritten.</exception>
    public static long Snapshot(string path, string target, TimeProvider time) => Guarded(path, () =>
    {
        if (File.Exists(target))
        {
            throw new IOException($"{target} is there already; it is left as it is.");
        }

        using var database = OpenExisting(path);
        return VerifiedCopy.Make(database, Path.GetFullPath(target), time.GetUtcNow());
    });

    /// <summary>
    /// Renews the copy that takes the place of a damaged database, so that a backup of the whole folder holds one that is
    /// sound; a bridge may be writing the database.
    /// </summary>
    /// <returns>The copy, and its bytes.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static (string Copy, long Size) Renew(string path, TimeProvider time) => Guarded(path, () =>
    {
        using var database = OpenExisting(path);
        var copy = DatabaseFile.PreviousOf(path);
        var fresh = copy + ".renewed"; // a name of its own: the bridge may be making its daily copy just now
        var size = VerifiedCopy.Make(database, fresh, time.GetUtcNow());
        File.Move(fresh, copy, overwrite: true);
        return (copy, size);
    });

    /// <summary>Puts <paramref name="content"/> in the place of all that a database holds, after a copy.</summary>
    /// <returns>The copy of what was there; null when there was nothing.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="StoreInUseException">A bridge has it open.</exception>
    /// <exception cref="StoreVersionException">Its schema must not be touched.</exception>
    public static string? Replace(
        StoreOptions options, MemoryStateStore content, TimeProvider time, Action<StoreEvent> report) =>
        Change(options, time, report, (file, database, isNew) =>
        {
            var copy = isNew ? null : file.Path + ".before-import";
            if (copy is not null)
            {
                VerifiedCopy.Make(database, copy, time.GetUtcNow());
            }

            database.Write(content.Rows, content, replaceAll: true);
            return copy;
        });

    /// <summary>Forgets all of a device but what is published of it; false when nothing is remembered.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="StoreInUseException">A bridge has it open.</exception>
    /// <exception cref="StoreVersionException">Its schema must not be touched.</exception>
    public static bool Reset(StoreOptions options, string device, TimeProvider time, Action<StoreEvent> report) =>
        Change(options, time, report, (_, database, _) =>
        {
            var content = new MemoryStateStore();
            database.Load(content);
            var rows = new HashSet<RowKey>();
            content.Watch((row, _) => rows.Add(row));
            content.ForgetDevice(device);
            database.Write(rows, content, replaceAll: false);
            return rows.Count > 0;
        });

    private static T Change<T>(
        StoreOptions options,
        TimeProvider time,
        Action<StoreEvent> report,
        Func<DatabaseFile, SqliteDatabase, bool, T> change)
    {
        var path = Path.GetFullPath(options.Path ?? throw new ArgumentException("There is no database.", nameof(options)));
        return Guarded(path, () =>
        {
            var isNew = !File.Exists(path);
            var file = new DatabaseFile(path, options.Migrate, Schema.Migrations, time, report);
            using var held = file.Hold();
            using var database = file.Open(restores: true);
            return change(file, database, isNew);
        });
    }

    private static SqliteDatabase OpenExisting(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no state at {path}; look at state.path.");
        }

        var database = SqliteDatabase.OpenReadOnly(path);
        if (database.Version <= Schema.Migrations.Length)
        {
            return database;
        }

        var version = database.Version;
        database.Dispose();
        throw new StoreTooNewException(path, version, Schema.Migrations.Length);
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is SqliteException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {failure.Message}", failure);
        }
    }
}
