using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bridge.Store;

/// <summary>Reads and writes rows; one connection, used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const int ReadOnly = 8; // SQLITE_READONLY: also where reading needs a transaction undone first
    private const int CacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE (sqlite3.h)
    private const int FrameHead = 24; // of each page in the log (SQLite file format, section 4.1)
    private const int FoldedAt = 1000; // pages in the log, as SQLite has it by itself

    private readonly SqliteConnection _connection;

    // Pages in the log since it was last folded into the database.
    private long _logged;

    private SqliteDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>How many migrations the database has seen; 0 for an empty one.</summary>
    public long Version => (long)Scalar("PRAGMA user_version")!;

    /// <summary>Opens an existing file to read, while others may write; what a killed process left half done is undone.</summary>
    /// <exception cref="SqliteException">It cannot be read or is no database.</exception>
    public static SqliteDatabase OpenReadOnly(string path)
    {
        try
        {
            // Without a log nobody writes it. Read like any other it would get an empty log, owned by whoever reads, which
            // a bridge of another user could not open.
            var isAtRest = !File.Exists(path + "-wal") && !File.Exists(path + "-journal");
            return new(Connect(isAtRest ? Unchanging(path) : path, SqliteOpenMode.ReadOnly));
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == ReadOnly)
        {
            return new(Connect(path, SqliteOpenMode.ReadWrite));
        }
    }

    /// <summary>Opens and checks an existing, perhaps empty file.</summary>
    /// <exception cref="SqliteException">It is damaged, or cannot be written.</exception>
    public static SqliteDatabase Open(string path)
    {
        var database = new SqliteDatabase(Connect(path, SqliteOpenMode.ReadWrite));
        try
        {
            // Small pages: a changed row costs 1 KiB of flash, not 4; only a new file takes the size. FULL: what is
            // acknowledged outlives a power cut. Folding the log into the database is done and counted below.
            database.Execute(
                "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
                + "PRAGMA wal_autocheckpoint = 0");
            database.Check();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads every page.</summary>
    /// <exception cref="SqliteException">It is damaged.</exception>
    public void Check()
    {
        if (Scalar("PRAGMA integrity_check(1)") is not "ok" and var fault)
        {
            throw new SqliteException($"integrity_check: {fault}", 11); // SQLITE_CORRUPT
        }
    }

    /// <summary>Brings the schema forward, all steps or none.</summary>
    /// <exception cref="SqliteException">It cannot be written, or has not the tables that its version says.</exception>
    public void Migrate(ImmutableArray<string> migrations)
    {
        if (Version < migrations.Length)
        {
            using var transaction = _connection.BeginTransaction();
            for (var version = (int)Version; version < migrations.Length; version++)
            {
                Execute(migrations[version]);
            }

            Execute($"PRAGMA user_version = {migrations.Length}");
            transaction.Commit();
        }

        Execute(Schema.Probe);
    }

    /// <summary>Writes a whole and compact copy into an empty file.</summary>
    public void CopyTo(string path) => Put("VACUUM INTO $1", path);

    /// <summary>Hands every row of a query to <paramref name="take"/>; returns how many it could not understand.</summary>
    public int Read(string sql, Action<SqliteDataReader> take)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        var dropped = 0;
        while (reader.Read())
        {
            try
            {
                take(reader);
            }
            catch (Exception failure) when (IsNonsense(failure))
            {
                dropped++; // a state or a learned set comes again from its device
            }
        }

        return dropped;
    }

    /// <summary>Brings rows to what <paramref name="memory"/> holds, all or none.</summary>
    /// <param name="rows">The rows to write; those that memory does not hold are deleted.</param>
    /// <param name="memory">What is true.</param>
    /// <param name="replaceAll">Deletes every other row.</param>
    /// <returns>Bytes written: frames of the log (a page and its head), and pages folded into the database.</returns>
    public long Write(IEnumerable<RowKey> rows, MemoryStateStore memory, bool replaceAll)
    {
        using var transaction = _connection.BeginTransaction();
        if (replaceAll)
        {
            Execute("DELETE FROM identity; DELETE FROM ledger; DELETE FROM last_state");
            Execute("DELETE FROM learned; DELETE FROM dismissed; DELETE FROM kept; DELETE FROM history");
        }

        foreach (var row in rows)
        {
            if (row.Kind == RowKind.History)
            {
                WriteHistory(row, memory);
            }
            else
            {
                Write(row, memory);
            }
        }

        transaction.Commit();
        return CountPages();
    }

    /// <summary>True for what reading a row or document throws that holds something else than it should.</summary>
    public static bool IsNonsense(Exception failure) =>
        failure is JsonException or FormatException or InvalidOperationException or OverflowException;

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>The name of a file that nobody changes meanwhile (SQLite, URI filenames, <c>immutable</c>).</summary>
    private static string Unchanging(string path) => new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1";

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 2, // seconds that it waits for a lock of another tool
        }.ConnectionString);
        try
        {
            connection.Open();
            using var first = new SqliteCommand("PRAGMA user_version", connection);
            first.ExecuteScalar(); // opening alone reads nothing
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Write(RowKey row, MemoryStateStore memory)
    {
        switch (row.Kind)
        {
            case RowKind.Instance:
                Put("INSERT OR REPLACE INTO identity VALUES ('instance', $1)", memory.Instance!);
                break;
            case RowKind.Ledger when memory.FindLedger(row.Key) is { } found:
                Put(
                    "INSERT OR REPLACE INTO ledger VALUES ($1, $2, $3, $4, $5)",
                    row.Key, found.Position, found.Entry.Device, found.Entry.Kind.ToString(),
                    (object?)found.Entry.Announces ?? DBNull.Value);
                break;
            case RowKind.Ledger:
                Put("DELETE FROM ledger WHERE topic = $1", row.Key);
                break;
            case RowKind.LastState when memory.FindState(row.Key) is { } state:
                Put("INSERT OR REPLACE INTO last_state VALUES ($1, $2)", row.Key, RowJson.Write(state));
                break;
            case RowKind.LastState:
                Put("DELETE FROM last_state WHERE device = $1", row.Key);
                break;
            case RowKind.Learned when memory.FindLearned(row.Key) is { } learned:
                Put("INSERT OR REPLACE INTO learned VALUES ($1, $2)", row.Key, RowJson.Write(learned));
                break;
            case RowKind.Learned:
                Put("DELETE FROM learned WHERE device = $1", row.Key);
                break;
            case RowKind.Dismissed when memory.FindDismissed(row.Key) is { } fingerprint:
                Put("INSERT OR REPLACE INTO dismissed VALUES ($1, $2)", row.Key, fingerprint);
                break;
            case RowKind.Dismissed:
                Put("DELETE FROM dismissed WHERE device = $1", row.Key);
                break;
            case RowKind.Kept when memory.FindKept(row.Key).TryGetValue(row.Name, out var content):
                Put("INSERT OR REPLACE INTO kept VALUES ($1, $2, $3)", row.Key, row.Name, content);
                break;
            default:
                Put("DELETE FROM kept WHERE device = $1 AND name = $2", row.Key, row.Name);
                break;
        }
    }

    private void WriteHistory(RowKey row, MemoryStateStore memory)
    {
        if (memory.History.Find(row) is { } past)
        {
            Put(
                "INSERT OR REPLACE INTO history VALUES ($1, $2, $3, $4, $5)",
                past.Sequence, past.Device, past.Entity, RowJson.Write(past.Value), past.At.ToUnixTimeMilliseconds());
        }
        else
        {
            Put("DELETE FROM history WHERE sequence = $1 AND device = $2", row.Sequence, row.Key);
        }
    }

    private long CountPages()
    {
        var size = (long)Scalar("PRAGMA page_size")!;
        raw.sqlite3_db_status(_connection.Handle, CacheWrite, out var pages, out _, 1);
        _logged += pages;
        return (pages * (size + FrameHead)) + (_logged < FoldedAt ? 0 : Fold(size));
    }

    // A page that was logged several times is written once; how many those are only SQLite knows, hence the upper bound.
    private long Fold(long pageSize)
    {
        using var command = Command("PRAGMA wal_checkpoint(PASSIVE)");
        using var reader = command.ExecuteReader();
        reader.Read();
        var frames = reader.GetInt64(2);
        reader.Close();
        _logged = 0;
        return Math.Min(frames, (long)Scalar("PRAGMA page_count")!) * pageSize;
    }

    private void Execute(string sql) => Put(sql);

    private void Put(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql);
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar();
    }

    // CreateCommand joins the open transaction by itself.
    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // all statements are literals of this project
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
