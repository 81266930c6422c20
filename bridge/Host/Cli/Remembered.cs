using Bridge.Host.Configuration;
using Bridge.Store;

namespace Bridge.Host.Cli;

/// <summary>What earlier runs remembered, for commands that only look.</summary>
internal static class Remembered
{
    /// <summary>A copy of it; null where there is none, or it cannot be read, which is told by who needs it.</summary>
    public static MemoryStateStore? Find(StateOptions state)
    {
        try
        {
            return Read(state);
        }
        catch (Exception failure) when (failure is IOException or StoreVersionException)
        {
            return null;
        }
    }

    /// <summary>A copy of it; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="StoreVersionException">A newer program wrote it.</exception>
    public static MemoryStateStore? Read(StateOptions state) =>
        state.Path is { } path && File.Exists(path) ? StateFile.Read(path) : null;
}
