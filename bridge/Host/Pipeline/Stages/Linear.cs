namespace Bridge.Host.Pipeline.Stages;

/// <summary>Calibration by a factor and an offset.</summary>
internal sealed class Linear(decimal factor, decimal offset) : IStep
{
    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now) => (number * factor) + offset;
}
