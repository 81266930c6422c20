namespace Bridge.Devices.Simulation;

/// <summary>Chance that is the same each time, for the same place in time.</summary>
/// <param name="seed">Chooses the chance.</param>
internal readonly struct Noise(int seed)
{
    /// <summary>0 up to, and without, <paramref name="range"/>.</summary>
    public int At(long place, int channel, int range)
    {
        // Fowler-Noll-Vo hash, 64 bits, over three words.
        const ulong Prime = 1099511628211;
        var hash = 14695981039346656037UL;
        foreach (var word in (ReadOnlySpan<long>)[seed, place, channel])
        {
            hash = (hash ^ (ulong)word) * Prime;
        }

        return (int)((hash >> 24) % (ulong)range);
    }
}
