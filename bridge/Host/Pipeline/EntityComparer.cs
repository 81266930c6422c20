using System.Diagnostics.CodeAnalysis;
using Bridge.Devices.Model;

namespace Bridge.Host.Pipeline;

/// <summary>Compares entities by what they say; the record itself compares its options as an array object.</summary>
internal sealed class EntityComparer : IEqualityComparer<Entity>
{
    /// <summary>The only one.</summary>
    public static EntityComparer Instance { get; } = new();

    /// <inheritdoc/>
    public bool Equals(Entity? x, Entity? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null
            && x with { Options = [] } == y with { Options = [] } && x.Options.SequenceEqual(y.Options));

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] Entity obj) => StringComparer.Ordinal.GetHashCode(obj.Key);
}
