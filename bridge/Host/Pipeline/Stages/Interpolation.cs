using System.Collections.Immutable;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline.Stages;

/// <summary>Calibration along straight lines between points; the first and the last line go on for ever.</summary>
/// <param name="points">Two or more, their raw values rising.</param>
internal sealed class Interpolation(ImmutableArray<CalibrationPoint> points) : IStep
{
    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now)
    {
        var end = 1;
        while (end < points.Length - 1 && number > points[end].Raw)
        {
            end++;
        }

        var (from, to) = (points[end - 1], points[end]);
        return from.True + ((number - from.Raw) * (to.True - from.True) / (to.Raw - from.Raw));
    }
}
