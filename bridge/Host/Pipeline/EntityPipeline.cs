using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline.Stages;

namespace Bridge.Host.Pipeline;

/// <summary>What happens to each value of one entity: raw validity, calibration, rejection, smoothing, precision.</summary>
internal sealed class EntityPipeline
{
    /// <summary>Longest text that Home Assistant takes as a state.</summary>
    private const int LongestText = 255;

    /// <summary>Decimals of a number that was divided, where neither user nor driver says how many it has.</summary>
    private const int DecimalsOfQuotient = 6;

    private static readonly EntityOptions Plain = new();

    private readonly RangeGate _validity;
    private readonly IStep? _calibration;
    private readonly ImmutableArray<IGate> _gates;
    private readonly ImmutableArray<IStep> _smoothing;
    private readonly Counter? _counter;
    private readonly int? _decimals;

    /// <summary>For an entity and what the user sets for it; null for nothing.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="options">What the user sets for it.</param>
    /// <param name="counter">What is remembered of a counter; null for all other entities.</param>
    public EntityPipeline(Entity entity, EntityOptions? options = null, Counter? counter = null)
    {
        options ??= Plain;
        Entity = entity;
        _counter = counter;
        _validity = new(entity.Lowest, entity.Highest, entity.Unit);
        _calibration = Calibration(options);
        _gates = [.. Gates(counter is null ? options : options with { MaxRate = null }, entity.Unit)];
        _smoothing = [.. Smoothing(options)];
        var divides = _calibration is Interpolation or Polynomial || _smoothing.Length > 0;
        _decimals = options.Precision ?? entity.Decimals ?? (divides ? DecimalsOfQuotient : null);
    }

    /// <summary>The entity as its driver declares it.</summary>
    public Entity Entity { get; }

    /// <summary>
    /// Passes a value on as it is to be published; null when it is rejected, with why, and without it where a counter's
    /// last value holds.
    /// </summary>
    /// <param name="raw">What the device told.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    /// <param name="invalid">Why it is rejected; else null.</param>
    public Value? Pass(Value raw, TimeSpan now, out string? invalid)
    {
        invalid = null;
        switch (raw.Kind)
        {
            case ValueKind.Number:
                return Number(raw.Number, now, out invalid);
            case ValueKind.Text when Entity.Options.Length > 0 && !Entity.Options.Contains(raw.Text, StringComparer.Ordinal):
                invalid = $"{Entity.Key} is '{Shorten(raw.Text)}', which is none of its options";
                return null;
            case ValueKind.Text:
                return Value.Of(Shorten(raw.Text));
            default:
                return raw;
        }
    }

    /// <summary>The number as it is to be published.</summary>
    public decimal Round(decimal number) =>
        _decimals is { } decimals ? decimal.Round(number, decimals, MidpointRounding.AwayFromZero) : number;

    // Not between the halves of a character beyond the first 65536.
    private static string Shorten(string text) => text.Length <= LongestText
        ? text
        : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];

    private static IStep? Calibration(EntityOptions options) => options switch
    {
        { Calibrate.Length: > 0 } => new Interpolation(options.Calibrate),
        { Polynomial.Length: > 0 } => new Polynomial(options.Polynomial),
        { Factor: 1, Offset: 0 } => null,
        _ => new Linear(options.Factor, options.Offset),
    };

    private static IEnumerable<IGate> Gates(EntityOptions options, string? unit)
    {
        if (options.Range is { } range)
        {
            yield return new RangeGate(range.Low, range.High, unit);
        }

        if (options.MaxRate is { } rate)
        {
            yield return new RateGate(rate, options.Relearn);
        }
    }

    // A median goes first: it keeps a spike away from those that would smear it.
    private static IEnumerable<IStep> Smoothing(EntityOptions options)
    {
        if (options.Median > 1)
        {
            yield return new Median(options.Median);
        }

        if (options.Mean > 1)
        {
            yield return new Mean(options.Mean);
        }

        if (options.Ema > TimeSpan.Zero)
        {
            yield return new ExponentialMean(options.Ema);
        }

        if (options.OneEuro is { } oneEuro)
        {
            yield return new OneEuro(oneEuro);
        }
    }

    private Value? Number(decimal number, TimeSpan now, out string? invalid)
    {
        try
        {
            invalid = _validity.Refuse(number, now);
            if (invalid is null && Good(number, now, out invalid) is { } good)
            {
                return Value.Of(good);
            }

            return invalid is null ? null : Refused(number, ref invalid);
        }
        catch (OverflowException)
        {
            invalid = "too large to be calculated with";
            return Refused(number, ref invalid);
        }
    }

    private decimal? Good(decimal number, TimeSpan now, out string? invalid)
    {
        var value = _calibration?.Pass(number, now) ?? number;
        invalid = null;
        foreach (var gate in _gates)
        {
            invalid = gate.Refuse(value, now);
            if (invalid is not null)
            {
                return null;
            }
        }

        foreach (var step in _smoothing)
        {
            value = step.Pass(value, now);
        }

        if (_counter is not { } counter)
        {
            return Round(value);
        }

        return counter.Guard.Judge(value, now, out invalid) == GuardVerdict.Passed ? Round(value + counter.Correction) : null;
    }

    private Value? Refused(decimal number, ref string? invalid)
    {
        invalid = $"{Entity.Key} is {number}, {invalid}";
        return null;
    }
}
