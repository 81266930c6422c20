namespace Bridge.Store;

/// <summary>A ledger entry and its place in the order of first publish.</summary>
internal readonly record struct LedgerRow(long Position, LedgerEntry Entry);
