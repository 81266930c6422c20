using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline.Stages;

/// <summary>
/// The One Euro filter (Casiez, Roussel, Vogel: 1€ Filter, CHI 2012): a low-pass whose cut-off rises with the speed of
/// the number, so that it is smooth at rest and quick when something happens.
/// </summary>
internal sealed class OneEuro(OneEuroOptions options) : IStep
{
    /// <summary>Cut-off of the speed itself in hertz; the paper's.</summary>
    private const double SpeedCutoff = 1;

    private readonly double _minCutoff = (double)options.MinCutoff;
    private readonly double _beta = (double)options.Beta;
    private (double Raw, double Smooth, double Speed, TimeSpan At)? _last;

    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now)
    {
        var raw = (double)number;
        if (_last is not { } last)
        {
            _last = (raw, raw, 0, now);
            return number;
        }

        var seconds = (now - last.At).TotalSeconds;
        if (seconds <= 0)
        {
            return (decimal)last.Smooth;
        }

        var speed = Blend(last.Speed, (raw - last.Raw) / seconds, SpeedCutoff, seconds);
        var smooth = Blend(last.Smooth, raw, _minCutoff + (_beta * Math.Abs(speed)), seconds);
        var passed = (decimal)smooth;
        _last = (raw, smooth, speed, now);
        return passed;
    }

    private static double Blend(double before, double now, double cutoff, double seconds)
    {
        var tau = 1 / (2 * Math.PI * cutoff);
        return before + ((now - before) / (1 + (tau / seconds)));
    }
}
