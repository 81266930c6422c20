using System.Globalization;

namespace Bridge.Benchmarks.Devices;

/// <summary>Memory of a process as the kernel counts it.</summary>
/// <param name="Resident">Bytes in memory, those of shared files included.</param>
/// <param name="Written">
/// Bytes of it that the process wrote: these the kernel cannot take back when memory is short, all others are files.
/// </param>
internal readonly record struct Footprint(long Resident, long Written)
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
        return new(1024 * kibibytes["Rss:"], 1024 * kibibytes["Private_Dirty:"]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Resident / 1048576.0:0.0} MiB, {Written / 1048576.0:0.0} of it written");
}
