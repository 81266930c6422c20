using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>
/// What must survive a restart. Reads answer from memory at once; changes are written coalesced: last states and
/// history at most once in <see cref="StoreOptions.WriteInterval"/>, all else within a second, everything by <see cref="FlushAsync"/> and at
/// the end. Safe to use from several threads.
/// </summary>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>True when nothing was remembered at start: a new, empty store.</summary>
    bool IsNew { get; }

    /// <summary>The identity of this installation, 8 hex digits; null until <see cref="SetInstance"/>.</summary>
    string? Instance { get; }

    /// <summary>Every topic that holds a retained message of ours, in the order of their first publish.</summary>
    ImmutableArray<LedgerEntry> Ledger { get; }

    /// <summary>Sets the identity.</summary>
    void SetInstance(string instance);

    /// <summary>Notes that a retained message is about to be published. An entry of the same topic is replaced.</summary>
    void Enter(LedgerEntry entry);

    /// <summary>Notes that the broker has acknowledged that the topic is empty.</summary>
    void Strike(string topic);

    /// <summary>The last accepted values of a device; null when there are none.</summary>
    LastState? FindState(string device);

    /// <summary>Remembers the last accepted values of a device.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="state">The values.</param>
    /// <param name="soon">Writes them within a second, as an output among them has moved.</param>
    void SetState(string device, LastState state, bool soon = false);

    /// <summary>What a device told of itself and its entities; null when it never did.</summary>
    LearnedDevice? FindLearned(string device);

    /// <summary>Remembers what a device told of itself.</summary>
    void SetLearned(string device, LearnedDevice learned);

    /// <summary>How a device was configured when the user deleted it in Home Assistant; null when it was not deleted.</summary>
    string? FindDismissed(string device);

    /// <summary>Remembers that the user deleted a device in Home Assistant; null takes it back.</summary>
    void SetDismissed(string device, string? fingerprint);

    /// <summary>
    /// What is kept of a device by name: counters and totals, states of outputs, calibrations made at run time. The texts
    /// are their owners' own; empty when there are none.
    /// </summary>
    ImmutableSortedDictionary<string, string> FindKept(string device);

    /// <summary>Keeps a text of a device under a name; null forgets it.</summary>
    void Keep(string device, string name, string? content);

    /// <summary>Values that could not be told when they came.</summary>
    History History { get; }

    /// <summary>Gives a device what is remembered under the id it had before, as far as nothing is known of it yet.</summary>
    void TakeOver(string device, string before);

    /// <summary>Forgets all of a device but its ledger entries.</summary>
    void ForgetDevice(string device);

    /// <summary>The devices of which something is remembered.</summary>
    ImmutableArray<string> Devices { get; }

    /// <summary>What writing costs, and what is wrong with it.</summary>
    StoreHealth Health { get; }

    /// <summary>Writes what is pending; true when it is on the disk, false when the store had to go on in memory.</summary>
    ValueTask<bool> FlushAsync(CancellationToken cancellationToken);
}
