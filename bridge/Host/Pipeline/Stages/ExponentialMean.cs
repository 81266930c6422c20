namespace Bridge.Host.Pipeline.Stages;

/// <summary>An exponential mean: after a step, 63 % of it show after one time constant, however often numbers come.</summary>
internal sealed class ExponentialMean(TimeSpan timeConstant) : IStep
{
    private (decimal Mean, TimeSpan At)? _last;

    /// <inheritdoc/>
    public decimal Pass(decimal number, TimeSpan now)
    {
        var mean = _last is { } last
            ? last.Mean + ((number - last.Mean) * Weight(now - last.At))
            : number;
        _last = (mean, now);
        return mean;
    }

    private decimal Weight(TimeSpan passed) => (decimal)(1 - Math.Exp(-(passed / timeConstant)));
}
