using System.Collections.Immutable;
using System.Globalization;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Collects faults and warnings.</summary>
internal sealed class Faults
{
    private readonly List<ConfigurationFault> _faults = [];
    private readonly List<ConfigurationFault> _warnings = [];

    /// <summary>All faults, those of a file in the order of its lines.</summary>
    public ImmutableArray<ConfigurationFault> All => Sorted(_faults);

    /// <summary>All warnings.</summary>
    public ImmutableArray<ConfigurationFault> Warnings => Sorted(_warnings);

    /// <summary>A fault at <paramref name="path"/>, whose levels stand between colons or dots.</summary>
    public void Add(string origin, string path, string message) =>
        _faults.Add(new ConfigurationFault(origin, path.Replace(':', '.'), message));

    /// <summary>Something that is odd.</summary>
    public void Warn(string origin, string path, string message) =>
        _warnings.Add(new ConfigurationFault(origin, path.Replace(':', '.'), message));

    private static ImmutableArray<ConfigurationFault> Sorted(List<ConfigurationFault> faults)
    {
        var files = faults.Select(static fault => Place(fault.Origin).File).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. faults.Distinct()
                .OrderBy(fault => files.IndexOf(Place(fault.Origin).File))
                .ThenBy(static fault => Place(fault.Origin).Line),
        ];
    }

    private static (string File, int Line) Place(string origin)
    {
        var colon = origin.LastIndexOf(':');
        return colon > 0 && int.TryParse(origin.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var line)
            ? (origin[..colon], line)
            : (origin, 0);
    }
}
