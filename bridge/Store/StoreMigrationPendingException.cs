namespace Bridge.Store;

/// <summary>The database was written by an older program and may not be brought forward; it is left as it is.</summary>
public sealed class StoreMigrationPendingException(string path, long found, int known) : StoreVersionException(
    path,
    $"{path} has schema version {found}, this program writes {known}, and state.migrate is false. "
    + "Set state.migrate to true (a copy is made first), or run the older program again.");
