using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Bridge.Store;

/// <summary>Reads and writes rows; one connection, used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteDatabase(SqliteConnection connection) => _connection = connection;

    /// <summary>Refuses a schema that this program does not know, without touching the file.</summary>
    /// <exception cref="StoreTooNewException">The schema is newer.</exception>
    /// <exception cref="SqliteException">It cannot be read or is no database.</exception>
    public static void RefuseNewer(string path, int known)
    {
        using var database = new SqliteDatabase(Connect(path, SqliteOpenMode.ReadOnly));
        var found = database.Version();
        if (found > known)
        {
            throw new StoreTooNewException(path, found, known);
        }
    }

    /// <summary>Opens, checks and migrates an existing, perhaps empty file.</summary>
    /// <exception cref="SqliteException">It is damaged, or cannot be written.</exception>
    public static SqliteDatabase Open(string path, ImmutableArray<string> migrations)
    {
        var database = new SqliteDatabase(Connect(path, SqliteOpenMode.ReadWrite));
        try
        {
            // Small pages: a changed row costs 1 KiB of flash, not 4. Only a new file takes the size.
            database.Execute("PRAGMA page_size = 1024; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
            database.Check();
            database.Migrate(migrations);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Puts every row into <paramref name="memory"/>; returns how many could not be understood.</summary>
    public int Load(MemoryStateStore memory)
    {
        Read("SELECT value FROM identity WHERE name = 'instance'", row => memory.SetInstance(row.GetString(0)));
        return Read("SELECT topic, device, kind FROM ledger ORDER BY position", row => memory.Enter(
                new LedgerEntry(row.GetString(0), row.GetString(1), RowJson.ReadName<LedgerKind>(row.GetString(2)))))
            + Read("SELECT device, document FROM last_state", row =>
                memory.SetState(row.GetString(0), RowJson.ReadState(row.GetString(1))))
            + Read("SELECT device, document FROM learned", row =>
                memory.SetLearned(row.GetString(0), RowJson.ReadLearned(row.GetString(1))))
            + Read("SELECT device, fingerprint FROM dismissed", row =>
                memory.SetDismissed(row.GetString(0), row.GetString(1)));
    }

    /// <summary>Brings rows to what <paramref name="memory"/> holds, all or none.</summary>
    /// <param name="rows">The rows to write; those that memory does not hold are deleted.</param>
    /// <param name="memory">What is true.</param>
    /// <param name="replaceAll">Deletes every other row.</param>
    public void Write(IEnumerable<RowKey> rows, MemoryStateStore memory, bool replaceAll)
    {
        using var transaction = _connection.BeginTransaction();
        if (replaceAll)
        {
            Execute("DELETE FROM identity; DELETE FROM ledger; DELETE FROM last_state");
            Execute("DELETE FROM learned; DELETE FROM dismissed");
        }

        foreach (var row in rows)
        {
            Write(row, memory);
        }

        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

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
                    "INSERT OR REPLACE INTO ledger VALUES ($1, $2, $3, $4)",
                    row.Key, found.Position, found.Entry.Device, found.Entry.Kind.ToString());
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
            default:
                Put("DELETE FROM dismissed WHERE device = $1", row.Key);
                break;
        }
    }

    private long Version() => (long)Scalar("PRAGMA user_version")!;

    private void Check()
    {
        if (Scalar("PRAGMA quick_check(1)") is not "ok" and var fault)
        {
            throw new SqliteException($"quick_check: {fault}", 11); // SQLITE_CORRUPT
        }
    }

    private void Migrate(ImmutableArray<string> migrations)
    {
        using var transaction = _connection.BeginTransaction(); // BEGIN IMMEDIATE: fails at once on a read-only file
        for (var version = (int)Version(); version < migrations.Length; version++)
        {
            Execute(migrations[version]);
        }

        Execute(Schema.Probe);
        Execute($"PRAGMA user_version = {migrations.Length}");
        transaction.Commit();
    }

    private int Read(string sql, Action<SqliteDataReader> take)
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

    private static bool IsNonsense(Exception failure) =>
        failure is JsonException or FormatException or InvalidOperationException or OverflowException;

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
