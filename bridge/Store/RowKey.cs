namespace Bridge.Store;

/// <summary>Names one thing that is remembered.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its topic or device; empty for the instance.</param>
/// <param name="Name">What is kept of the device; empty for all other kinds.</param>
/// <param name="Sequence">The place of a value in the history; 0 for all other kinds.</param>
internal readonly record struct RowKey(RowKind Kind, string Key, string Name = "", long Sequence = 0);

/// <summary>What a row holds.</summary>
internal enum RowKind
{
    /// <summary>The identity of the installation.</summary>
    Instance,

    /// <summary>A <see cref="LedgerEntry"/>.</summary>
    Ledger,

    /// <summary>A <see cref="Bridge.Store.LastState"/>.</summary>
    LastState,

    /// <summary>A <see cref="LearnedDevice"/>.</summary>
    Learned,

    /// <summary>The fingerprint of a device that the user deleted.</summary>
    Dismissed,

    /// <summary>A text that a device keeps under a name.</summary>
    Kept,

    /// <summary>A <see cref="PastValue"/>.</summary>
    History,
}
