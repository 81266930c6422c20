using System.Collections.Immutable;

namespace Bridge.Devices.Model;

/// <summary>What a device told at one moment: values by entity key. Keys it does not name keep their last value.</summary>
/// <param name="At">When the bridge received it.</param>
/// <param name="Values">Each key at most once; none where only events are told, or where events are all that it tells.</param>
public sealed record Reading(DateTimeOffset At, ImmutableArray<KeyedValue> Values)
{
    /// <summary>What has happened, in order.</summary>
    public ImmutableArray<DeviceEvent> Events { get; init; } = [];
}

/// <summary>The value of the entity <paramref name="Key"/>.</summary>
public readonly record struct KeyedValue(string Key, Value Value);
