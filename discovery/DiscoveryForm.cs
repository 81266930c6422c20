using System.Collections.Immutable;

namespace Bridge.Discovery;

/// <summary>How a device is told to Home Assistant, whatever the device is.</summary>
public sealed record DiscoveryForm
{
    private static readonly ImmutableSortedDictionary<string, string> Nothing =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>In full words, with all there is.</summary>
    public static DiscoveryForm Usual { get; } = new();

    /// <summary>Keys in the short forms that Home Assistant writes out.</summary>
    public bool IsShort { get; init; }

    /// <summary>Keys of components that are not told.</summary>
    public ImmutableHashSet<string> Without { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>
    /// Components that Home Assistant is to remove, each with the platform it knows them under: only then does it, as what
    /// a document leaves out stays. A component of the same key is left out. Device documents only.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Removed { get; init; } = Nothing;
}
