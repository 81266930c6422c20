using System.Collections.Immutable;

namespace Bridge.Host.Configuration.Sources;

/// <summary>One value of one source, a scalar, a map or a list, and where it was written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Origin">Where: <c>bridge.yaml:12</c>, a variable's name, <c>--set mqtt.port</c>.</param>
internal sealed record SourceNode(NodeKind Kind, string Origin)
{
    /// <summary>A scalar's text; null when it is empty, which means that the key is not set.</summary>
    public string? Text { get; init; }

    /// <summary>A map's entries in the order of the source; each key once.</summary>
    public ImmutableArray<(string Key, SourceNode Node)> Children { get; init; } = [];

    /// <summary>A list's items.</summary>
    public ImmutableArray<SourceNode> Items { get; init; } = [];

    /// <summary>A scalar; an empty text is one that is not set.</summary>
    public static SourceNode Scalar(string origin, string? text) =>
        new(NodeKind.Scalar, origin) { Text = string.IsNullOrEmpty(text) ? null : text };

    /// <summary>A map.</summary>
    public static SourceNode Map(string origin, params IEnumerable<(string Key, SourceNode Node)> children) =>
        new(NodeKind.Map, origin) { Children = [.. children] };

    /// <summary>A list.</summary>
    public static SourceNode List(string origin, IEnumerable<SourceNode> items) =>
        new(NodeKind.List, origin) { Items = [.. items] };

    /// <summary>The value below maps of these keys.</summary>
    public static SourceNode Below(IEnumerable<string> path, SourceNode leaf) =>
        path.Reverse().Aggregate(leaf, static (node, key) => Map(node.Origin, (key, node)));

    /// <summary>True for a key without a value.</summary>
    public bool IsUnset => Kind == NodeKind.Scalar && Text is null;

    /// <summary>The entry of that key; null for none.</summary>
    public SourceNode? Child(string key) => Children.FirstOrDefault(child => child.Key == key).Node;

    /// <summary>Both maps in one; of two values <paramref name="later"/> stays, and the clash is told.</summary>
    public SourceNode Merge(SourceNode later, Action<SourceNode, SourceNode> clash)
    {
        if (IsUnset || later.IsUnset)
        {
            return later.IsUnset ? this : later;
        }

        if (Kind != NodeKind.Map || later.Kind != NodeKind.Map)
        {
            clash(this, later);
            return later;
        }

        var merged = Children.Select(child => later.Child(child.Key) is { } other
            ? (child.Key, child.Node.Merge(other, clash))
            : child);
        var added = later.Children.Where(child => Child(child.Key) is null);
        return Map(Origin, [.. merged, .. added]);
    }
}

/// <summary>What a <see cref="SourceNode"/> is.</summary>
internal enum NodeKind
{
    /// <summary>One text, or nothing.</summary>
    Scalar,

    /// <summary>Keys and values.</summary>
    Map,

    /// <summary>Values in order.</summary>
    List,
}
