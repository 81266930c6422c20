using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>Something that happened at one moment, such as the press of a button. It leaves no state and is never repeated.</summary>
/// <param name="Key">Its entity, of kind <see cref="EntityKind.Event"/>.</param>
/// <param name="Type">Which of the entity's <see cref="Entity.Options"/> it was.</param>
public sealed record DeviceEvent(string Key, string Type)
{
    /// <summary>What else is known of it, by names other than <c>event_type</c>.</summary>
    public ImmutableArray<KeyedValue> Attributes { get; init; } = [];

    /// <summary>True when <paramref name="entity"/> says that it can happen; Home Assistant passes over all else.</summary>
    public bool IsOf(Entity entity) => entity.Kind == EntityKind.Event && entity.Key == Key
        && entity.Options.Contains(Type, StringComparer.Ordinal);
}
