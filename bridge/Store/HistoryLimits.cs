namespace Bridge.Store;

/// <summary>How many values a <see cref="History"/> keeps; beyond it the oldest go.</summary>
/// <param name="Device">Of one device.</param>
/// <param name="Total">Of all devices together.</param>
public readonly record struct HistoryLimits(int Device, int Total)
{
    /// <summary>For a copy that holds what it is given.</summary>
    public static HistoryLimits None { get; } = new(int.MaxValue, int.MaxValue);
}
