using System.Globalization;

namespace Bridge.Benchmarks.Devices;

/// <summary>Memory of a process as the kernel counts it.</summary>
/// <param name="Resident">Bytes in memory, those of shared files included.</param>
/// <param name="Private">Bytes that no other process has.</param>
internal readonly record struct Footprint(long Resident, long Private)
{
    /// <summary>Of a process at this moment.</summary>
    /// <param name="process">Its id, or <c>self</c>.</param>
    public static Footprint Of(string process)
    {
        var kibibytes = File.ReadLines($"/proc/{process}/smaps_rollup").Skip(1)
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(
                static words => words[0],
                static words => long.Parse(words[1], CultureInfo.InvariantCulture),
                StringComparer.Ordinal);
        return new(1024 * kibibytes["Rss:"], 1024 * (kibibytes["Private_Clean:"] + kibibytes["Private_Dirty:"]));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Resident / 1048576.0:0.0} MiB, {Private / 1048576.0:0.0} of it private");
}
