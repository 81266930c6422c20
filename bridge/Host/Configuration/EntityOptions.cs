using System.Collections.Immutable;
using Bridge.Discovery;

namespace Bridge.Host.Configuration;

/// <summary>What the user sets for one entity.</summary>
internal sealed record EntityOptions
{
    /// <summary>How it is to be shown.</summary>
    public EntityOverride Shown { get; init; } = new();

    /// <summary>Added to the value after <see cref="Factor"/>.</summary>
    public decimal Offset { get; init; }

    /// <summary>The value is multiplied by it.</summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>Points of a calibration line in the order of their raw values, two or more; empty for none.</summary>
    public ImmutableArray<CalibrationPoint> Calibrate { get; init; } = [];

    /// <summary>Coefficients c0, c1, … of a calibration polynomial; empty for none.</summary>
    public ImmutableArray<decimal> Polynomial { get; init; } = [];

    /// <summary>Calibrated values outside of it are rejected; null for none.</summary>
    public NumberRange? Range { get; init; }

    /// <summary>The most that the value can change in a second; faster values are rejected. Null for no limit.</summary>
    public decimal? MaxRate { get; init; }

    /// <summary>So many values in a row that agree with each other are believed, though they are too far away.</summary>
    public int Relearn { get; init; } = 3;

    /// <summary>Values of which the median is taken; 1 for none.</summary>
    public int Median { get; init; } = 1;

    /// <summary>Values of which the mean is taken; 1 for none.</summary>
    public int Mean { get; init; } = 1;

    /// <summary>Time constant of an exponential mean; zero for none.</summary>
    public TimeSpan Ema { get; init; }

    /// <summary>Settings of a One Euro filter; null for none.</summary>
    public OneEuroOptions? OneEuro { get; init; }

    /// <summary>True for what only rises, though its driver does not say so.</summary>
    public bool IsCounter { get; init; }

    /// <summary>The largest fall of a counter that is waited out; null for the usual one.</summary>
    public ChangeThreshold? Hold { get; init; }

    /// <summary>True lets the user set a counter's reading from Home Assistant.</summary>
    public bool SetReading { get; init; }

    /// <summary>True lets the user set <see cref="Offset"/> from Home Assistant.</summary>
    public bool Tunable { get; init; }

    /// <summary>Decimals that are published; null for the driver's.</summary>
    public int? Precision { get; init; }

    /// <summary>When it is published; what is not given is the device's.</summary>
    public PublishOptions Publish { get; init; } = new();

    /// <summary>What a switch is set to at the start.</summary>
    public OnStart OnStart { get; init; }

    /// <summary>What a switch is set to at the stop.</summary>
    public OnStop OnStop { get; init; }
}

/// <summary>One point of a calibration line.</summary>
/// <param name="Raw">What the device tells.</param>
/// <param name="True">What it should tell.</param>
internal readonly record struct CalibrationPoint(decimal Raw, decimal True);

/// <summary>Numbers from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
internal readonly record struct NumberRange(decimal Low, decimal High);

/// <summary>Settings of a One Euro filter.</summary>
/// <param name="MinCutoff">Cut-off frequency of a value at rest, in hertz: the lower, the smoother.</param>
/// <param name="Beta">How much the cut-off rises with the value's speed: the higher, the less it lags.</param>
internal sealed record OneEuroOptions(decimal MinCutoff, decimal Beta);
