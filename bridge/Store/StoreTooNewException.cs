namespace Bridge.Store;

/// <summary>The database was written by a newer program; it is left as it is.</summary>
public sealed class StoreTooNewException(string path, long found, int known) : StoreVersionException(
    path,
    $"{path} has schema version {found}, this program knows up to {known}. "
    + $"Run the newer program again, put the copy {path}.schema-{known} in its place if there is one, "
    + "or move the file away to start afresh.");
