using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>What a device told at one moment: values by entity key. Keys it does not name keep their last value.</summary>
/// <param name="At">When the bridge received it.</param>
/// <param name="Values">At least one; each key at most once.</param>
public sealed record Reading(DateTimeOffset At, ImmutableArray<KeyedValue> Values);

/// <summary>The value of the entity <paramref name="Key"/>.</summary>
public readonly record struct KeyedValue(string Key, Value Value);
