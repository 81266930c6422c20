namespace Bridge.Host.Configuration;

/// <summary>When an accepted value is published, and whether an outage puts it off; nothing set publishes each one.</summary>
internal sealed record PublishOptions
{
    /// <summary>How far it must be from the last published one; null where the user does not say.</summary>
    public ChangeThreshold? OnChange { get; init; }

    /// <summary>It is published again when the last time is so long ago, changed or not; null for never.</summary>
    public TimeSpan? AtLeastEvery { get; init; }

    /// <summary>Shortest time between two publications; the last value of that time follows at its end. Null for none.</summary>
    public TimeSpan? AtMostEvery { get; init; }

    /// <summary>Whether values that cannot be told for want of a broker are told later; null where the user does not say.</summary>
    public bool? History { get; init; }

    /// <summary>These options, and where they do not say, those of <paramref name="below"/>.</summary>
    public PublishOptions Over(PublishOptions below) => new()
    {
        OnChange = OnChange ?? below.OnChange,
        AtLeastEvery = AtLeastEvery ?? below.AtLeastEvery,
        AtMostEvery = AtMostEvery ?? below.AtMostEvery,
        History = History ?? below.History,
    };
}

/// <summary>How far a value must be from the last published one.</summary>
/// <param name="Kind">How it is measured.</param>
/// <param name="Amount">Distance in the value's unit, or percent of the published value's size.</param>
internal readonly record struct ChangeThreshold(ThresholdKind Kind, decimal Amount = 0);

/// <summary>How a <see cref="ChangeThreshold"/> is measured.</summary>
internal enum ThresholdKind
{
    /// <summary>Not at all: each value passes.</summary>
    None,

    /// <summary>Any difference.</summary>
    Any,

    /// <summary>A distance in the value's unit.</summary>
    Absolute,

    /// <summary>A part of the published value.</summary>
    Percent,
}
