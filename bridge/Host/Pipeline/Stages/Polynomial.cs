using System.Collections.Immutable;

namespace Bridge.Host.Pipeline.Stages;

/// <summary>Calibration by a polynomial.</summary>
/// <param name="coefficients">c0, c1, …: the factors of the number's powers from 0 up; one or more.</param>
internal sealed class Polynomial(ImmutableArray<decimal> coefficients) : IStep
{
    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now)
    {
        // Horner's scheme
        var sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = (sum * number) + coefficients[i];
        }

        return sum;
    }
}
