using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>The last accepted value of each entity of a device.</summary>
/// <param name="At">When the newest of them was received.</param>
/// <param name="Values">Values by entity key; at least one.</param>
public sealed record LastState(DateTimeOffset At, ImmutableArray<KeyedValue> Values);
