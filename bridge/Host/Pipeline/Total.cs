using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline.Stages;

namespace Bridge.Host.Pipeline;

/// <summary>
/// One total. It adds exactly, and never falls but by the user. What it has reached is told only once that is kept, so
/// that no crash can take it back.
/// </summary>
internal sealed class Total(TotalOptions options)
{
    /// <summary>No quantity of a house is larger; it leaves a decimal room for what follows.</summary>
    private const decimal Largest = 1e15m;

    /// <summary>Decimals of a quotient that is added; what it lacks is carried on.</summary>
    private const int Decimals = 12;

    private readonly CounterGuard _guard = new(null, null, 3);
    private decimal _sum;
    private decimal _rest;
    private (decimal Number, TimeSpan At)? _last;
    private (decimal Sum, bool WasSet)? _handed;

    /// <summary>What it is and where it comes from.</summary>
    public TotalOptions Options => options;

    /// <summary>What it is, as it is to be announced.</summary>
    public Entity Entity { get; } = options.Entity;

    /// <summary>True when there is more than was handed over to be kept.</summary>
    public bool IsUnsaved { get; private set; }

    /// <summary>True when the user has set it since then.</summary>
    public bool WasSet { get; private set; }

    /// <summary>The total as it is to be published.</summary>
    public Value Value => Rounded(_sum);

    /// <summary>Goes on from what was kept.</summary>
    /// <param name="memory">What was kept.</param>
    /// <param name="at">Its moment, on the clock of <see cref="Add"/>.</param>
    public void Recall(TotalMemory memory, TimeSpan at)
    {
        (_sum, _rest) = (memory.Sum, memory.Rest);
        if (memory.Last is { } last && (memory.Kind, memory.From) == (options.Kind, options.From))
        {
            _last = (last, at);
            _guard.Begin(last, at);
        }
    }

    /// <summary>Adds what the entity tells.</summary>
    /// <param name="value">Its value; all but numbers says that it is not known.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    public void Add(Value value, TimeSpan now)
    {
        try
        {
            switch (options.Kind)
            {
                case TotalKind.Integral:
                    Integrate(value.Kind == ValueKind.Number ? Math.Clamp(value.Number, 0, Largest) : null, now);
                    break;
                case TotalKind.Pulses when value.Kind == ValueKind.Number && value.Number is >= 0 and <= Largest:
                    Count(value.Number, now);
                    break;
                case TotalKind.Increments when value.Kind == ValueKind.Number && value.Number is > 0 and <= Largest:
                    Increase(value.Number * options.Factor);
                    break;
                default:
                    break; // a total does not fall
            }
        }
        catch (OverflowException)
        {
            // A number that leaves no room to add it is none.
        }
    }

    /// <summary>The user says what it is.</summary>
    public void Set(decimal reading)
    {
        (_sum, _rest) = (reading, 0);
        (IsUnsaved, WasSet) = (true, true);
    }

    /// <summary>What is to be kept now; once it is, <see cref="Kept"/> is called.</summary>
    /// <param name="wall">The wall clock.</param>
    /// <param name="now">The clock of <see cref="Add"/>.</param>
    public TotalMemory Hand(DateTimeOffset wall, TimeSpan now)
    {
        _handed = (_sum, WasSet);
        (IsUnsaved, WasSet) = (false, false);
        return new(options.Kind, options.From, _sum, _rest)
        {
            Last = _last?.Number,
            At = wall - (now - (_last?.At ?? now)),
        };
    }

    /// <summary>What was handed over is kept: it may be told. Null when nothing was.</summary>
    public (Value Value, bool WasSet)? Kept()
    {
        (Value, bool)? told = _handed is { } handed ? (Rounded(handed.Sum), handed.WasSet) : null;
        _handed = null;
        return told;
    }

    private Value Rounded(decimal sum) =>
        Value.Of(decimal.Round(sum, options.Precision, MidpointRounding.AwayFromZero));

    // A counter that begins again has told all that came since.
    private void Count(decimal number, TimeSpan now)
    {
        var before = _guard.Last;
        if (_guard.Judge(number, now, out _) != GuardVerdict.Passed || number == before)
        {
            return;
        }

        if (before is { } last)
        {
            Increase((number >= last ? number - last : number) * options.Factor);
        }

        _last = (number, now);
        IsUnsaved = true; // the number, too: without it the next one would say nothing
    }

    // The trapezoid between two values. It is divided at last, and the remainder goes into the next one.
    private void Integrate(decimal? rate, TimeSpan now)
    {
        var before = _last;
        _last = rate is { } known ? (known, now) : null;
        if (rate is not { } end || before is not { } start || now <= start.At || now - start.At > options.Gap)
        {
            return;
        }

        var divisor = 2m * options.Per.Ticks;
        var area = ((start.Number + end) * (now - start.At).Ticks * options.Factor) + _rest;
        var quotient = decimal.Round(area / divisor, Decimals, MidpointRounding.ToZero);
        Increase(quotient);
        _rest = area - (quotient * divisor);
    }

    private void Increase(decimal by)
    {
        if (by > 0)
        {
            _sum += by;
            IsUnsaved = true;
        }
    }
}
