using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Discovery;

/// <summary>A device as Home Assistant shall know it.</summary>
public sealed record DiscoveredDevice
{
    /// <summary>
    /// The id that its identity is built from: the device's id in the configuration, or the one it had before a
    /// renaming. <c>[a-z0-9][a-z0-9_-]{0,62}</c>.
    /// </summary>
    public required string IdentityId { get; init; }

    /// <summary>Its name in Home Assistant.</summary>
    public required string Name { get; init; }

    /// <summary>The area suggested for it; null for none.</summary>
    public string? Area { get; init; }

    /// <summary>What is known of the thing itself.</summary>
    public DeviceInfo Info { get; init; } = new();

    /// <summary>What it tells, in the order of the document.</summary>
    public required ImmutableArray<Entity> Entities { get; init; }

    /// <summary>What the user wants to see of single entities, by key.</summary>
    public ImmutableDictionary<string, EntityOverride> Overrides { get; init; } =
        ImmutableDictionary<string, EntityOverride>.Empty;

    /// <summary>Where it is published.</summary>
    public required DeviceTopics Topics { get; init; }
}

/// <summary>The topics of one device.</summary>
/// <param name="State">The JSON object with the values by entity key.</param>
/// <param name="Availability">The plain <c>online</c> or <c>offline</c>.</param>
/// <param name="Diagnostics">The JSON object with status and counters.</param>
/// <param name="EntitySet">Where an entity, given by its key, takes commands; an aspect by <see cref="Aspect.Path"/>.</param>
/// <param name="EntityEvent">Where an event, given by its key, is told.</param>
/// <param name="EntityState">The JSON object with the value of an entity that expires, given by its key.</param>
public sealed record DeviceTopics(
    string State,
    string Availability,
    string Diagnostics,
    Func<string, string> EntitySet,
    Func<string, string> EntityEvent,
    Func<string, string> EntityState);
