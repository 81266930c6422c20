namespace Bridge.Store;

/// <summary>What the rows of a database hold, of this version of the schema or an earlier one.</summary>
internal static class StoredRows
{
    /// <summary>Puts every row into <paramref name="memory"/>; returns how many could not be understood.</summary>
    public static int Load(this SqliteDatabase database, MemoryStateStore memory)
    {
        database.Read("SELECT value FROM identity WHERE name = 'instance'", row => memory.SetInstance(row.GetString(0)));
        return LoadLedger(database, memory)
            + database.Read("SELECT device, document FROM last_state", row =>
                memory.SetState(row.GetString(0), RowJson.ReadState(row.GetString(1))))
            + database.Read("SELECT device, document FROM learned", row =>
                memory.SetLearned(row.GetString(0), RowJson.ReadLearned(row.GetString(1))))
            + database.Read("SELECT device, fingerprint FROM dismissed", row =>
                memory.SetDismissed(row.GetString(0), row.GetString(1)))
            + (database.Version < 2 ? 0 : database.Read("SELECT device, name, content FROM kept", row =>
                memory.Keep(row.GetString(0), row.GetString(1), row.GetString(2))))
            + (database.Version < 3 ? 0 : LoadHistory(database, memory));
    }

    private static int LoadLedger(SqliteDatabase database, MemoryStateStore memory)
    {
        var announces = database.Version < 4 ? "NULL" : "announces";
        return database.Read($"SELECT topic, device, kind, {announces} FROM ledger ORDER BY position", row =>
            memory.Enter(new(row.GetString(0), row.GetString(1), RowJson.ReadName<LedgerKind>(row.GetString(2)))
            {
                Announces = row.IsDBNull(3) ? null : row.GetString(3),
            }));
    }

    private static int LoadHistory(SqliteDatabase database, MemoryStateStore memory) =>
        database.Read("SELECT sequence, device, entity, value, at FROM history ORDER BY sequence", row =>
            memory.History.Load(new PastValue(
                row.GetInt64(0),
                row.GetString(1),
                row.GetString(2),
                RowJson.ReadValue(row.GetString(3)),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))));
}
