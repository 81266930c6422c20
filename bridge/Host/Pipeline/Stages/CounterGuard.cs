using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline.Stages;

/// <summary>
/// Watches over what a counter tells: it only rises. A small fall is waited out; a large one, and a rise that is too fast,
/// are believed when enough numbers in a row agree with each other: then it is a new meter, or one that began again.
/// </summary>
/// <param name="hold">The largest fall that is waited out; null for 10 %, at least 0.1.</param>
/// <param name="rate">The most that it can rise in a second; null for no limit.</param>
/// <param name="confirm">So many in a row are believed.</param>
internal sealed class CounterGuard(ChangeThreshold? hold, decimal? rate, int confirm)
{
    /// <summary>What Home Assistant, too, takes for noise and not for a meter that began again.</summary>
    private const decimal UsualPercent = 10;

    /// <summary>A tenth is how the last digit of a meter flickers, however low it stands.</summary>
    private const decimal UsualLeast = 0.1m;

    private (decimal Number, TimeSpan At)? _good;
    private (decimal Number, TimeSpan At) _stray;
    private int _strays;

    /// <summary>The last number that passed; null for none.</summary>
    public decimal? Last => _good?.Number;

    /// <summary>Takes a number as the last one that passed.</summary>
    /// <param name="number">The number.</param>
    /// <param name="at">When it was told; before the start of this run, it is negative.</param>
    public void Begin(decimal number, TimeSpan at) => (_good, _strays) = ((number, at), 0);

    /// <summary>Judges a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    /// <param name="invalid">Why it is refused, as the end of "KEY is NUMBER, …"; else null.</param>
    public GuardVerdict Judge(decimal number, TimeSpan now, out string? invalid)
    {
        invalid = null;
        if (_good is not { } good || Follows(good))
        {
            Begin(number, now);
            return GuardVerdict.Passed;
        }

        if (IsDip(good.Number))
        {
            _strays = 0;
            return GuardVerdict.Held;
        }

        _strays = _strays > 0 && (Follows(_stray) || IsDip(_stray.Number)) ? _strays + 1 : 1;
        _stray = (number, now);
        if (_strays >= confirm)
        {
            Begin(number, now);
            return GuardVerdict.Passed;
        }

        if (number < good.Number)
        {
            return GuardVerdict.Held;
        }

        invalid = $"rose faster than {rate} a second from {good.Number}";
        return GuardVerdict.Refused;

        bool Follows((decimal Number, TimeSpan At) other) => number >= other.Number
            && (rate is not { } limit || number == other.Number
                || Distance.Between(number, other.Number) <= limit * Elapsed(other.At) / TimeSpan.TicksPerSecond);

        // A clock that was set back since the last run says nothing of the time that went by.
        decimal Elapsed(TimeSpan since) => Math.Max(0, (now - since).Ticks);

        bool IsDip(decimal other) => number < other && Distance.Between(number, other) <= Hold(other);
    }

    private decimal Hold(decimal last) => hold switch
    {
        null => Math.Max(UsualLeast, Percent(last, UsualPercent)),
        { Kind: ThresholdKind.Percent, Amount: var percent } => Percent(last, percent),
        { Amount: var amount } => amount,
    };

    private static decimal Percent(decimal of, decimal percent) => Math.Abs(of) / 100 * percent;
}

/// <summary>What a <see cref="CounterGuard"/> says of a number.</summary>
internal enum GuardVerdict
{
    /// <summary>It is good.</summary>
    Passed,

    /// <summary>It is below the last good one, which holds.</summary>
    Held,

    /// <summary>It rose too fast.</summary>
    Refused,
}
