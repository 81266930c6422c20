using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Discovery;
using Bridge.Host.Schedules;

namespace Bridge.Host.Configuration;

/// <summary>One device of section <c>devices</c>.</summary>
/// <param name="Id"><c>[a-z0-9][a-z0-9_-]{0,62}</c>, not <c>bridge</c>.</param>
/// <param name="Driver">Its type, from the catalogue.</param>
internal sealed record DeviceOptions(string Id, Driver Driver)
{
    /// <summary>Key of the number that sets the interval.</summary>
    public const string IntervalKey = "interval";

    /// <summary>No device is asked more often.</summary>
    public static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ShortestStale = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualLongest = TimeSpan.FromHours(1);

    /// <summary>As Home Assistant shows it; from the id when not given (<c>living_room</c> is <c>Living room</c>).</summary>
    public required string Name { get; init; }

    /// <summary>Area suggested to Home Assistant; null for none.</summary>
    public string? Area { get; init; }

    /// <summary>False keeps it discovered but offline, and untouched.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// Time between two readings, with a schedule the longest; for streams, the shortest time between two published ones
    /// (zero: all).
    /// </summary>
    public TimeSpan Interval { get; init; }

    /// <summary>True lets the user set <see cref="Interval"/> from Home Assistant.</summary>
    public bool Tunable { get; init; }

    /// <summary>The shortest interval that can be set.</summary>
    public TimeSpan ShortestInterval => Driver is StreamDriver ? TimeSpan.Zero : ShortestPoll;

    /// <summary>
    /// The longest interval that can be set: with a longer one the device would be stale between two readings, end the
    /// bridge, let values expire, or leave gaps in what is added up.
    /// </summary>
    public TimeSpan LongestInterval
    {
        get
        {
            TimeSpan[] limits =
            [
                UsualLongest,
                StaleAfter == UsualStaleAfter(Interval) ? UsualLongest : StaleAfter,
                ExitAfterStale / 3 ?? UsualLongest,
                .. Entities.Values.Select(static entity => entity.Shown.ExpireAfter / 2 ?? UsualLongest),
                .. Totals.Where(static total => total.Kind == TotalKind.Integral).Select(static total => total.Gap),
            ];
            return limits.Min() is var least && least > Interval ? least : Interval;
        }
    }

    /// <summary>The times at which it is read instead of at an interval; null for none.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The most that a reading is early or late; at most half of the interval.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How often a reading that failed by a transient fault is tried again before the cycle has failed.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>The longest one reading may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failed cycles in a row until it is shown offline.</summary>
    public int OfflineAfter { get; init; } = 3;

    /// <summary>Time without a good reading until it is stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What becomes of the bridge when its driver has failed by too many bugs.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>Time without a good reading after which the bridge ends; null for never.</summary>
    public TimeSpan? ExitAfterStale { get; init; }

    /// <summary>The id it had before, whose identity in Home Assistant it keeps; null for its own.</summary>
    public string? PreviousId { get; init; }

    /// <summary>I²C bus: a path such as <c>/dev/i2c-1</c>. Null for devices on a line.</summary>
    public string? Bus { get; init; }

    /// <summary>Address on the bus.</summary>
    public byte Address { get; init; }

    /// <summary>Serial port: a path, or <c>tcp://host:port</c>. Null for devices on a bus.</summary>
    public string? Port { get; init; }

    /// <summary>How the line is set.</summary>
    public LineSettings Line { get; init; }

    /// <summary>Number on a Modbus line, 1 to 247.</summary>
    public byte Unit { get; init; } = 1;

    /// <summary>On a Modbus line, the longest that the answer to one request may take.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The driver's own settings.</summary>
    public SettingValues Settings { get; init; } = SettingValues.Defaults;

    /// <summary>When values are published, for entities that do not say it themselves.</summary>
    public PublishOptions Publish { get; init; } = new();

    /// <summary>What the user sets for single entities, by key.</summary>
    public ImmutableDictionary<string, EntityOptions> Entities { get; init; } =
        ImmutableDictionary<string, EntityOptions>.Empty;

    /// <summary>Entities that are calculated from others, in the order of the configuration.</summary>
    public ImmutableArray<DerivedOptions> Derived { get; init; } = [];

    /// <summary>Totals over entities, in the order of the configuration.</summary>
    public ImmutableArray<TotalOptions> Totals { get; init; } = [];

    /// <summary>How single entities are to be shown, by key; also derived ones and totals, whose names are the user's.</summary>
    public ImmutableDictionary<string, EntityOverride> Shown() => Entities
        .Select(static own => KeyValuePair.Create(own.Key, own.Value.Shown))
        .Concat(Derived.Select(static derived => (derived.Key, derived.Name))
            .Concat(Totals.Select(static total => (total.Key, total.Name)))
            .Where(static made => made.Name is not null)
            .Select(static made => KeyValuePair.Create(made.Key, new EntityOverride { Name = new(made.Name) })))
        .DistinctBy(static own => own.Key, StringComparer.Ordinal)
        .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The same device with another interval, and what follows from that.</summary>
    public DeviceOptions Every(TimeSpan interval) => this with
    {
        Interval = interval,
        Jitter = Jitter < interval / 2 ? Jitter : interval / 2,
        StaleAfter = StaleAfter == UsualStaleAfter(Interval) ? UsualStaleAfter(interval) : StaleAfter,
    };

    /// <summary>Time without a good reading until a device is stale, when the user does not say.</summary>
    public static TimeSpan UsualStaleAfter(TimeSpan interval) =>
        interval * 3 > ShortestStale ? interval * 3 : ShortestStale;

    /// <summary>All that the user wrote for it, in one text, to tell whether it has changed.</summary>
    public string Written { get; init; } = string.Empty;

    /// <summary>What the user wrote below a path such as <c>entities:temperature</c>, each as <c>offset -0.4</c>.</summary>
    public IEnumerable<string> WrittenBelow(string path) => Written.Split('\n')
        .Where(line => line.StartsWith($"{path}:", StringComparison.Ordinal))
        .Select(line => line[(path.Length + 1)..].Replace('=', ' '));

    /// <summary>The id that its identity in Home Assistant is made of.</summary>
    public string IdentityId => PreviousId ?? Id;
}
