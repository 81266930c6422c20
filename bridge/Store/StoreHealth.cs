namespace Bridge.Store;

/// <summary>What writing costs, and what is wrong with it.</summary>
/// <param name="BytesWrittenPerDay">
/// Bytes handed to the file system in the last 24 hours, or since the start when that is nearer: pages of the
/// write-ahead log, pages folded into the database, and copies.
/// </param>
/// <param name="WriteBudgetUsed">
/// Transactions of the same time in percent of one per <see cref="StoreOptions.WriteInterval"/>, with one decimal.
/// </param>
/// <param name="Problem">Why nothing can be written at present; null while all is well.</param>
public sealed record StoreHealth(long BytesWrittenPerDay, decimal WriteBudgetUsed, string? Problem);
