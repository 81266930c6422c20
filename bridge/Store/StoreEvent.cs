namespace Bridge.Store;

/// <summary>Something about the store that a person should know; the host logs it.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Message">What happened, where, and what to do.</param>
public sealed record StoreEvent(StoreEventKind Kind, string Message);

/// <summary>What a <see cref="StoreEvent"/> tells.</summary>
public enum StoreEventKind
{
    /// <summary>The database was damaged, there was no copy; it was renamed and a new one made.</summary>
    SetAside,

    /// <summary>The database was damaged; it was renamed and a verified copy put in its place.</summary>
    Restored,

    /// <summary>The schema was brought forward, after a copy was made.</summary>
    Migrated,

    /// <summary>No copy could be made; told once, until one succeeds.</summary>
    CopyFailed,

    /// <summary>The database cannot be used at the start; it is tried again, until <see cref="WriteRecovered"/>.</summary>
    InMemoryOnly,

    /// <summary>Single rows could not be understood and were left out.</summary>
    RowsDropped,

    /// <summary>Writing fails; told once, until <see cref="WriteRecovered"/>.</summary>
    WriteFailed,

    /// <summary>Writing works again; nothing was lost.</summary>
    WriteRecovered,
}
