namespace Bridge.Store;

/// <summary>The database was written by a newer program; it is left as it is.</summary>
public sealed class StoreTooNewException(string path, long found, int known) : Exception(
    $"{path} has schema version {found}, this program knows up to {known}. "
    + "Run the newer program again, or move the file away to start afresh.")
{
    /// <summary>The database.</summary>
    public string Path { get; } = path;
}
