namespace Bridge.Host.Pipeline.Stages;

/// <summary>Rejects what is too low or too high.</summary>
/// <param name="low">Lowest good number; null for no limit.</param>
/// <param name="high">Highest good number; null for no limit.</param>
/// <param name="unit">Their unit, for messages.</param>
internal sealed class RangeGate(decimal? low, decimal? high, string? unit) : IGate
{
    /// <inheritdoc/>
    public string? Refuse(decimal number, TimeSpan now) =>
        number < low || number > high ? $"outside of {low} to {high} {unit}".TrimEnd() : null;
}
