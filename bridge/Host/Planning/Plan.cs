using System.Collections.Immutable;

namespace Bridge.Host.Planning;

/// <summary>What a start of the bridge would change in Home Assistant.</summary>
/// <param name="Notes">What concerns more than one entity.</param>
/// <param name="Devices">All devices: those of the configuration in its order, then those that go.</param>
internal sealed record Plan(ImmutableArray<PlanNote> Notes, ImmutableArray<DevicePlan> Devices)
{
    /// <summary>True when an entity would go, and its history with it.</summary>
    public bool Loses => Count(Fate.Lost) > 0 || Notes.Any(static note => note.Loses);

    /// <summary>How many entities have a fate.</summary>
    public int Count(Fate fate) => Devices.Sum(device => device.Entities.Count(entity => entity.Fate == fate));
}

/// <summary>What a start would change of one device.</summary>
/// <param name="Id">Its id in the configuration, or the one it had.</param>
/// <param name="Identifier">Its identifier in Home Assistant.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Changes">What becomes another of the device itself.</param>
/// <param name="Entities">Its entities and triggers.</param>
internal sealed record DevicePlan(
    string Id,
    string Identifier,
    string Name,
    Fate Fate,
    ImmutableArray<Replacement> Changes,
    ImmutableArray<EntityPlan> Entities);

/// <summary>What a start would change of one entity or trigger.</summary>
/// <param name="Key">Its key.</param>
/// <param name="UniqueId">Its unique id, which with the platform is its identity.</param>
/// <param name="Platform">Home Assistant's word for its kind.</param>
/// <param name="Fate">What becomes of it.</param>
/// <param name="Changes">What becomes another.</param>
internal sealed record EntityPlan(
    string Key, string UniqueId, string Platform, Fate Fate, ImmutableArray<Replacement> Changes)
{
    /// <summary>True when Home Assistant may ask what to do with its long-term statistics.</summary>
    public bool MovesStatistics =>
        Changes.Any(static change => change.Property is Replacement.Unit or Replacement.StateClass);
}

/// <summary>One property that becomes another.</summary>
/// <param name="Property">Its name in the configuration, or Home Assistant's.</param>
/// <param name="Before">What it is; null for none.</param>
/// <param name="After">What it is to be; null for none.</param>
internal readonly record struct Replacement(string Property, string? Before, string? After)
{
    /// <summary>The property that says in what values are measured.</summary>
    public const string Unit = "unit";

    /// <summary>The property that says which statistics are kept.</summary>
    public const string StateClass = "state_class";

    /// <summary>The property that Home Assistant looks at only once.</summary>
    public const string EntityId = "default_entity_id";
}

/// <summary>Something to know about a change.</summary>
/// <param name="Subject">The key of the configuration that it is about, or what is remembered.</param>
/// <param name="Text">What happens, and what to do.</param>
/// <param name="Loses">True when history may be lost by it.</param>
internal sealed record PlanNote(string Subject, string Text, bool Loses = false);

/// <summary>What becomes of a device or an entity.</summary>
internal enum Fate
{
    /// <summary>It stays as it is.</summary>
    Kept,

    /// <summary>It stays with its history, but not as it is.</summary>
    Changed,

    /// <summary>It is new.</summary>
    Gained,

    /// <summary>It goes, and its history with it.</summary>
    Lost,

    /// <summary>What was announced of it is not remembered.</summary>
    Unknown,
}
