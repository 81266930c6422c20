namespace Bridge.Store;

/// <summary>Brings together what was remembered while a database could not be read, and what it holds.</summary>
internal static class LateLoad
{
    /// <summary>
    /// Adds what <paramref name="other"/> remembers and <paramref name="store"/> does not know. The identity is the other's, when it has
    /// one: it is the older.
    /// </summary>
    public static void Adopt(this MemoryStateStore store, MemoryStateStore other)
    {
        store.History.Adopt(other.History);
        foreach (var row in other.Rows)
        {
            switch (row.Kind)
            {
                case RowKind.Instance:
                    store.SetInstance(other.Instance!);
                    break;
                case RowKind.Ledger when store.FindLedger(row.Key) is null:
                    store.Enter(other.FindLedger(row.Key)!.Value.Entry);
                    break;
                case RowKind.LastState when store.FindState(row.Key) is null:
                    store.SetState(row.Key, other.FindState(row.Key)!);
                    break;
                case RowKind.Learned when store.FindLearned(row.Key) is null:
                    store.SetLearned(row.Key, other.FindLearned(row.Key)!);
                    break;
                case RowKind.Dismissed when store.FindDismissed(row.Key) is null:
                    store.SetDismissed(row.Key, other.FindDismissed(row.Key));
                    break;
                case RowKind.Kept when !store.FindKept(row.Key).ContainsKey(row.Name):
                    store.Keep(row.Key, row.Name, other.FindKept(row.Key)[row.Name]);
                    break;
                default:
                    break; // what is known here is newer
            }
        }
    }
}
