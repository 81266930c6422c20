using System.Collections.Immutable;
using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>The keys of one entity, below <c>devices.{id}.entities</c>.</summary>
internal static class EntityKeys
{
    private const decimal Widest = NumberText.Widest;
    private const int LongestWindow = 101;

    public static readonly Setting<string> Name = SettingOf.Text(
        "name", "Its name in Home Assistant; by default the driver's.", string.Empty,
        "a text of one line", TextForm.IsLine);

    public static readonly Setting<decimal> Offset = SettingOf.Number(
        "offset", "Added to the value, after `factor`.", 0, -Widest, Widest);

    public static readonly Setting<decimal> Factor = SettingOf.Number(
        "factor", "The value is multiplied by it.", 1, -Widest, Widest);

    public static readonly Setting<ImmutableArray<CalibrationPoint>> Calibrate = new(
        "calibrate", SettingForm.Pairs,
        "Points of what the device tells and what is true; between them, and beyond the ends, lines are straight.")
    {
        Default = [],
        Expected = "two or more pairs [raw, true], each raw value once, such as [[0, 0.3], [100, 99.1]]",
        Parse = NumberText.Points,
    };

    public static readonly Setting<ImmutableArray<decimal>> Polynomial = new(
        "polynomial", SettingForm.Numbers, "Coefficients of the value's powers, from 0 up: c0 + c1·x + c2·x² ….")
    {
        Default = [],
        Expected = "numbers, such as [0.1, 1.02]",
        Parse = NumberText.Numbers,
    };

    public static readonly Setting<NumberRange> Range = new(
        "range", SettingForm.Numbers, "Calibrated values outside of it are rejected.")
    {
        Default = default,
        Expected = "two numbers, the lower first, such as [-20, 50]",
        Parse = NumberText.Range,
    };

    public static readonly Setting<decimal> MaxRate = SettingOf.Number(
        "max_rate", "The most that the value can change in a second; faster ones are rejected.",
        0, 0.000001m, Widest) with
    {
        DefaultText = null,
        Example = "0.5",
    };

    public static readonly Setting<int> Relearn = SettingOf.Integer(
        "relearn", "Values in a row, too far away but in agreement, that are believed after all.", 3, 2, 1000);

    public static readonly Setting<int> Median = SettingOf.Integer(
        "median", "Values of which the median is taken; `1` for none.", 1, 1, LongestWindow);

    public static readonly Setting<int> Mean = SettingOf.Integer(
        "mean", "Values of which the mean is taken; `1` for none.", 1, 1, LongestWindow);

    public static readonly Setting<TimeSpan> Ema = SettingOf.Duration(
        "ema", "Time constant of an exponential mean.",
        TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(7)) with
    {
        DefaultText = null,
        Example = "5m",
    };

    public static readonly Setting<decimal> MinCutoff = SettingOf.Number(
        "min_cutoff", "Cut-off frequency at rest, in hertz; lower is smoother.", 1, 0.000001m, 1000);

    public static readonly Setting<decimal> Beta = SettingOf.Number(
        "beta", "How much the cut-off rises with the value's speed; higher lags less.", 0, 0, 1_000_000);

    public static readonly Setting<int> Precision = SettingOf.Integer(
        "precision", "Decimals that are published; by default the driver's.", 0, 0, 9) with
    {
        DefaultText = null,
    };

    public static readonly Setting<bool> Kind = SettingOf.Choice(
        "kind", "`counter` for what only rises, where the driver does not say so already; docs/counters.md has what follows.",
        "usual", ("usual", false), ("counter", true)) with
    {
        DefaultText = "the driver's",
    };

    public static readonly Setting<ChangeThreshold> Hold = new(
        "hold", SettingForm.Text,
        "Of a counter: the largest fall that is waited out; `relearn` values in a row beyond it are a new start.")
    {
        Default = default,
        DefaultText = "10%, at least 0.1",
        Expected = "a number above 0, or a percentage such as 2% (at most 100%)",
        Parse = static text => NumberText.Threshold(text) is ChangeThreshold { Amount: > 0 } hold ? hold : null,
    };

    public static readonly Setting<bool> SetReading = SettingOf.Boolean(
        "set_reading", "Of a counter or total: adds a number `{entity}_reading` that sets it from Home Assistant.", false);

    public static readonly Setting<bool> Tunable = SettingOf.Boolean(
        "tunable", "Adds a number `{entity}_offset` that sets `offset` from Home Assistant; what is set there lasts.", false);

    public static readonly Setting<OnStart> OnStart = SettingOf.Choice(
        "on_start",
        "Of a switch: what it is set to after the start, once its state is known; `restore` is what it was before.",
        "read",
        ("read", Configuration.OnStart.Read),
        ("restore", Configuration.OnStart.Restore),
        ("on", Configuration.OnStart.On),
        ("off", Configuration.OnStart.Off));

    public static readonly Setting<OnStop> OnStop = SettingOf.Choice(
        "on_stop", "Of a switch: what it is set to when the bridge stops in good order.", "keep",
        ("keep", Configuration.OnStop.Keep), ("on", Configuration.OnStop.On), ("off", Configuration.OnStop.Off));

    public static readonly KeySet OneEuro = new(
        "one_euro", "A One Euro filter: smooth at rest, quick when something happens.", [MinCutoff, Beta]);

    public static readonly KeySet Section = new(
        "entities", "What is set for single entities, by their key.",
        [
            Name, Offset, Factor, Calibrate, Polynomial, Range, MaxRate, Relearn, Median, Mean, Ema, Precision, Kind, Hold,
            SetReading, Tunable, OnStart, OnStop, .. ShownKeys.All, .. PublishKeys.All,
        ])
    {
        Sections = [OneEuro],
    };
}
