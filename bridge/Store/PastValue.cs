using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>A value that could not be told when it came.</summary>
/// <param name="Sequence">Its place in the order of coming, whatever the clock did.</param>
/// <param name="Device">Whose.</param>
/// <param name="Entity">The key of its entity.</param>
/// <param name="Value">The value as it would have been published.</param>
/// <param name="At">When it would have been published, to the millisecond.</param>
public sealed record PastValue(long Sequence, string Device, string Entity, Value Value, DateTimeOffset At);
