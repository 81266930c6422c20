using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bridge.Store;

/// <summary>The database as a file: who holds it, what to do when it is old or damaged.</summary>
/// <param name="path">The full path.</param>
/// <param name="migrate">Whether an older schema may be brought forward.</param>
/// <param name="migrations">The steps to the present schema.</param>
/// <param name="time">Dates files.</param>
/// <param name="report">Told of damage and migration.</param>
internal sealed class DatabaseFile(
    string path, bool migrate, ImmutableArray<string> migrations, TimeProvider time, Action<StoreEvent> report)
{
    // SQLite's primary result codes that tell of the surroundings, not of the content (sqlite3.h).
    private static readonly ImmutableArray<int> Surroundings =
    [
        3, // SQLITE_PERM
        5, // SQLITE_BUSY
        6, // SQLITE_LOCKED
        7, // SQLITE_NOMEM
        8, // SQLITE_READONLY
        10, // SQLITE_IOERR
        13, // SQLITE_FULL
        14, // SQLITE_CANTOPEN
        15, // SQLITE_PROTOCOL
        23, // SQLITE_AUTH
    ];

    private static readonly ImmutableArray<string> Parts = [string.Empty, "-wal", "-shm", "-journal"];

    /// <summary>The full path.</summary>
    public string Path { get; } = path;

    /// <summary>The verified copy that takes the database's place when it is damaged.</summary>
    public string Previous => PreviousOf(Path);

    /// <summary>The verified copy of the database at a path.</summary>
    public static string PreviousOf(string path) => path + ".previous";

    /// <summary>True for what permissions, disks and file systems do; a retry may help.</summary>
    public static bool IsUnusable(Exception failure) =>
        failure is SqliteException or IOException or UnauthorizedAccessException;

    /// <summary>Takes the file for this process until the result is disposed, and makes its folder.</summary>
    /// <exception cref="StoreInUseException">Another process holds it.</exception>
    public FileStream Hold()
    {
        if (Directory.Exists(Path))
        {
            throw new IOException("It is a folder.");
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        try
        {
            return Create(Path + ".lock"); // FileShare.None is flock, which ends with the process
        }
        catch (IOException failure) when (IsSharingViolation(failure))
        {
            throw new StoreInUseException(Path, failure);
        }
    }

    /// <summary>Opens the database; when it is damaged, a verified copy or a new one.</summary>
    /// <param name="restores">False takes a new one: all that the copy has is known.</param>
    /// <exception cref="StoreVersionException">Its schema must not be touched.</exception>
    public SqliteDatabase Open(bool restores)
    {
        try
        {
            return OpenOnce();
        }
        catch (SqliteException failure) when (IsDamage(failure))
        {
            var aside = SetAside();
            var found = $"{Path} is damaged ({failure.Message}) and kept as {aside}.";
            if (restores && Restore() is var (database, made))
            {
                report(new StoreEvent(
                    StoreEventKind.Restored, $"{found} The copy of {made:u} takes its place: what came later is lost."));
                return database;
            }

            report(new StoreEvent(StoreEventKind.SetAside, $"{found} A new one takes its place."));
            return OpenOnce();
        }
    }

    /// <summary>
    /// Reads a database that cannot be opened where it is, from a copy in the temporary folder: SQLite has to write beside
    /// a database even to read it. False when that fails too.
    /// </summary>
    public bool TryRead(MemoryStateStore memory)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("bridge-state-");
            var copy = System.IO.Path.Combine(folder.FullName, "bridge.db");
            File.Copy(Path, copy);
            if (File.Exists(Path + "-wal"))
            {
                File.Copy(Path + "-wal", copy + "-wal");
            }

            using var database = SqliteDatabase.Open(copy);
            database.Load(memory);
            return true;
        }
        catch (Exception failure) when (IsUnusable(failure))
        {
            return false;
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    /// <summary>Makes or opens a file that only its owner can read.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    // A cut file is reported as a short read, 522.
    private static bool IsDamage(SqliteException failure) =>
        failure.SqliteExtendedErrorCode == 522 || !Surroundings.Contains(failure.SqliteErrorCode);

    // EWOULDBLOCK of Linux and macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsSharingViolation(IOException failure) =>
        failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    private SqliteDatabase OpenOnce()
    {
        if (!File.Exists(Path))
        {
            Create(Path).Dispose(); // SQLite would make it readable to all; its other files inherit the mode
        }

        var version = Version();
        var database = SqliteDatabase.Open(Path);
        try
        {
            if (version > 0 && version < migrations.Length)
            {
                var copy = $"{Path}.schema-{version}";
                VerifiedCopy.Make(database, copy, time.GetUtcNow());
                report(new StoreEvent(
                    StoreEventKind.Migrated,
                    $"{Path} goes from schema version {version} to {migrations.Length}; a copy as it was is {copy}."));
            }

            database.Migrate(migrations);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private long Version()
    {
        using var database = SqliteDatabase.OpenReadOnly(Path);
        var version = database.Version;
        if (version > migrations.Length)
        {
            throw new StoreTooNewException(Path, version, migrations.Length);
        }

        return version == 0 || version == migrations.Length || migrate
            ? version
            : throw new StoreMigrationPendingException(Path, version, migrations.Length);
    }

    private (SqliteDatabase Database, DateTime Made)? Restore()
    {
        if (!File.Exists(Previous))
        {
            return null;
        }

        try
        {
            File.Copy(Previous, Path + ".new", overwrite: true);
            File.Move(Path + ".new", Path);
            return (OpenOnce(), File.GetLastWriteTimeUtc(Previous));
        }
        catch (SqliteException failure) when (IsDamage(failure))
        {
            foreach (var part in Parts)
            {
                File.Delete(Path + part); // the copy itself stays, for those who want to look
            }

            return null;
        }
    }

    private string SetAside()
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var aside = $"{Path}.damaged-{stamp}";
        foreach (var part in Parts.Where(part => File.Exists(Path + part)))
        {
            File.Move(Path + part, aside + part, overwrite: true);
        }

        return aside;
    }
}
