using System.Collections.Immutable;
using Bridge.Host.Configuration.Sources;
using Microsoft.Extensions.Configuration;

namespace Bridge.Host.Configuration.Loading;

/// <summary>All sources, one over the other.</summary>
internal sealed class Layers
{
    private readonly IConfigurationRoot _root;

    /// <summary>Reads the sources.</summary>
    /// <param name="sources">The weakest first.</param>
    public Layers(ImmutableArray<SourceProvider> sources)
    {
        Sources = sources;
        var builder = new ConfigurationBuilder();
        foreach (var source in sources)
        {
            builder.Add(source);
        }

        _root = builder.Build();
    }

    /// <summary>The sources, the weakest first.</summary>
    public ImmutableArray<SourceProvider> Sources { get; }

    /// <summary>True when keys may be missing because a source could not be read.</summary>
    public bool Incomplete => Sources.Any(static source => source.Incomplete);

    /// <summary>The value of a key in the strongest source that has it; null for none.</summary>
    /// <param name="path">Such as <c>mqtt:port</c>.</param>
    public Given? Find(string path) => _root[path] is { } text
        ? new Given(text, Sources.Last(source => source.TryGet(path, out _)).Origin(path))
        : null;

    /// <summary>All that was written below a path, in one text: equal texts are equal configurations.</summary>
    /// <param name="path">The map: <c>devices:office</c>.</param>
    public string Written(string path) => string.Join('\n', _root.GetSection(path).AsEnumerable(makePathsRelative: true)
        .Where(static pair => pair.Value is not null)
        .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
        .Select(static pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The keys of a map in the order in which they appear first, and where.</summary>
    /// <param name="path">The levels above them.</param>
    public IEnumerable<(string Key, string Origin)> Children(params IEnumerable<string> path) => Sources
        .Select(source => path.Aggregate((SourceNode?)source.Root, static (node, key) => node?.Child(key)))
        .SelectMany(static node => node?.Children ?? [])
        .Select(static child => (child.Key, child.Node.Origin))
        .DistinctBy(static child => child.Key, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What the user wrote for a key.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record Given(string Text, string Origin);
