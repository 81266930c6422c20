using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Bridge.Store;

/// <summary>The database as a file: who holds it, what to do when it is damaged.</summary>
internal sealed class DatabaseFile(
    string path, ImmutableArray<string> migrations, TimeProvider time, Action<StoreEvent> report)
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

    /// <summary>Opens the database, or a new one when it is damaged.</summary>
    /// <exception cref="StoreTooNewException">A newer program wrote it.</exception>
    public SqliteDatabase Open()
    {
        try
        {
            return OpenOnce();
        }
        catch (SqliteException failure) when (IsDamage(failure))
        {
            var aside = SetAside();
            report(new StoreEvent(
                StoreEventKind.SetAside,
                $"{Path} is damaged ({failure.Message}). It is kept as {aside}; a new one takes its place."));
            return OpenOnce();
        }
    }

    private static FileStream Create(string path)
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

        SqliteDatabase.RefuseNewer(Path, migrations.Length);
        return SqliteDatabase.Open(Path, migrations);
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
