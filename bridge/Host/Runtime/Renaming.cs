using Bridge.Host.Configuration;
using Bridge.Store;

namespace Bridge.Host.Runtime;

/// <summary>Devices that had another id before.</summary>
internal static class Renaming
{
    /// <summary>A device under a new id remembers what it knew under the one before.</summary>
    public static void TakeOver(DeviceOptions options, IStateStore store)
    {
        if (options.PreviousId is not { } before)
        {
            return;
        }

        if (store.FindLearned(options.Id) is null && store.FindLearned(before) is { } learned)
        {
            store.SetLearned(options.Id, learned);
        }

        if (store.FindState(options.Id) is null && store.FindState(before) is { } state)
        {
            store.SetState(options.Id, state);
        }
    }
}
