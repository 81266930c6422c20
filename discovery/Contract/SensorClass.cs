using System.Collections.Immutable;

namespace Bridge.Discovery.Contract;

/// <summary>What Home Assistant knows of a device class of sensors.</summary>
/// <param name="Name">The device class.</param>
internal sealed record SensorClass(string Name)
{
    /// <summary>Whether the state is a number; without it a unit is a fault.</summary>
    public bool IsNumeric { get; init; } = true;

    /// <summary>The state classes that make sense.</summary>
    public ImmutableArray<string> StateClasses { get; init; } = [];

    /// <summary>The allowed units; null allows any.</summary>
    public ImmutableArray<string>? Units { get; init; } = [];

    /// <summary>Units that Home Assistant 2026.9 does not know yet.</summary>
    public ImmutableArray<string> NewerUnits { get; init; } = [];

    /// <summary>Whether a sensor may have no unit.</summary>
    public bool UnitMayBeAbsent { get; init; }
}
