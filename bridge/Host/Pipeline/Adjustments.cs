using System.Collections.Immutable;
using System.Globalization;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>
/// What the user sets for the entities of one device: in the configuration, and from Home Assistant while the bridge runs.
/// </summary>
internal sealed class Adjustments(DeviceOptions options)
{
    /// <summary>What is larger is no reading that can be adjusted; sums of such numbers have room in a decimal.</summary>
    private const decimal Largest = 1e18m;

    private static readonly EntityOptions Nothing = new();

    private readonly Dictionary<string, Counter> _counters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _offsets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _corrections = new(StringComparer.Ordinal);
    private Dictionary<string, string> _readings = new(StringComparer.Ordinal);

    /// <summary>The numbers by which the user sets something.</summary>
    public ImmutableArray<OwnEntity> Own { get; private set; } = [];

    /// <summary>Time between two readings.</summary>
    public TimeSpan Interval { get; private set; } = options.Interval;

    /// <summary>What was set from Home Assistant and is not as the configuration says: what it is, and what it says.</summary>
    public IEnumerable<(string What, string Now, string Configured)> Differences =>
    [
        .. Interval == options.Interval ? [] : new[]
        {
            ("interval", DurationText.Write(Interval), DurationText.Write(options.Interval)),
        },
        .. _offsets.Where(set => set.Value != Configured(set.Key).Offset)
            .Select(set => ($"{set.Key}.offset", Text(set.Value), Text(Configured(set.Key).Offset))),
    ];

    /// <summary>The same of a device that does not run.</summary>
    /// <param name="options">The device.</param>
    /// <param name="kept">What was set in an earlier run.</param>
    public static IEnumerable<(string What, string Now, string Configured)> DifferencesOf(
        DeviceOptions options, IReadOnlyDictionary<string, string> kept)
    {
        var adjustments = new Adjustments(options);
        adjustments.Recall(kept);
        return adjustments.Differences;
    }

    /// <summary>Takes up what was set in an earlier run.</summary>
    public void Recall(IReadOnlyDictionary<string, string> kept)
    {
        if (options.Tunable && kept.TryGetValue(DeviceOptions.IntervalKey, out var text) && Number(text) is { } seconds
            && seconds >= Seconds(options.ShortestInterval) && seconds <= Seconds(options.LongestInterval))
        {
            Interval = Span(seconds);
        }

        foreach (var key in options.Entities.Where(static pair => pair.Value.Tunable).Select(static pair => pair.Key))
        {
            Recall(kept, NameOf(OwnAspect.Offset, key), key, _offsets);
        }

        foreach (var key in options.Entities.Where(static pair => pair.Value.SetReading).Select(static pair => pair.Key))
        {
            Recall(kept, NameOf(OwnAspect.Reading, key), key, _corrections);
        }
    }

    /// <summary>What is set for an entity now.</summary>
    public EntityOptions Of(string key)
    {
        var configured = Configured(key);
        return _offsets.TryGetValue(key, out var offset) ? configured with { Offset = offset } : configured;
    }

    /// <summary>The entity with what is set for its values; how it is shown is discovery's.</summary>
    public Entity Announced(Entity entity)
    {
        var own = Of(entity.Key);
        return entity with
        {
            DisplayPrecision = own.Precision ?? entity.DisplayPrecision,
            StateClass = own.IsCounter && entity.StateClass != StateClass.Total
                ? StateClass.TotalIncreasing
                : entity.StateClass,
        };
    }

    /// <summary>Sets which entities the device has, as they are announced; <see cref="Own"/> follows.</summary>
    public void SetEntities(ImmutableArray<Entity> entities)
    {
        Own = OwnEntity.Of(options, entities);
        _readings = Own.Where(static own => own.Aspect == OwnAspect.Reading)
            .ToDictionary(static own => own.Target, static own => own.Entity.Key, StringComparer.Ordinal);
    }

    /// <summary>The key of the number that shows an entity's reading; null for none.</summary>
    public string? ReadingOf(string key) => _readings.GetValueOrDefault(key);

    /// <summary>What is remembered of a counter of the device; null for all other entities.</summary>
    /// <param name="entity">As its driver declares it.</param>
    public Counter? CounterOf(Entity entity)
    {
        if (entity.Kind != EntityKind.Sensor || !(Of(entity.Key).IsCounter || OwnEntity.IsCounter(entity)))
        {
            return null;
        }

        if (!_counters.TryGetValue(entity.Key, out var counter))
        {
            counter = new(Of(entity.Key)) { Correction = _corrections.GetValueOrDefault(entity.Key) };
            _counters.Add(entity.Key, counter);
        }

        return counter;
    }

    /// <summary>The last value of a counter, from an earlier run.</summary>
    public void Begin(string key, decimal published, TimeSpan at)
    {
        if (_counters.TryGetValue(key, out var counter) && IsAdjustable(published))
        {
            counter.Guard.Begin(published - counter.Correction, at);
        }
    }

    /// <summary>Sets the reading of a counter; null when it has none yet.</summary>
    public KeyValuePair<string, string>? SetReading(string key, decimal reading)
    {
        if (_counters.GetValueOrDefault(key) is not { Guard.Last: { } last } counter || !IsAdjustable(last))
        {
            return null;
        }

        counter.Correction = reading - last;
        return KeyValuePair.Create(NameOf(OwnAspect.Reading, key), Text(counter.Correction));
    }

    /// <summary>Sets what is added to a value.</summary>
    public KeyValuePair<string, string> SetOffset(string key, decimal offset)
    {
        _offsets[key] = offset;
        return KeyValuePair.Create(NameOf(OwnAspect.Offset, key), Text(offset));
    }

    /// <summary>Sets the time between two readings.</summary>
    public KeyValuePair<string, string> SetInterval(decimal seconds)
    {
        Interval = Span(seconds);
        return KeyValuePair.Create(DeviceOptions.IntervalKey, Text(seconds));
    }

    /// <summary>What one of the bridge's own numbers shows; null for a reading, which its entity has.</summary>
    public Value? ValueOf(OwnEntity own) => own.Aspect switch
    {
        OwnAspect.Reading => null,
        OwnAspect.Interval => Value.Of(Seconds(Interval)),
        _ => Value.Of(Of(own.Target).Offset),
    };

    /// <summary>A time in the unit of the number that sets it.</summary>
    public static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;

    /// <summary>True for numbers that are small enough to be added to.</summary>
    public static bool IsAdjustable(decimal number) => number is >= -Largest and <= Largest;

    private static void Recall(
        IReadOnlyDictionary<string, string> kept, string name, string key, Dictionary<string, decimal> into)
    {
        if (kept.TryGetValue(name, out var text) && Number(text) is { } number && IsAdjustable(number))
        {
            into[key] = number;
        }
    }

    private static string NameOf(OwnAspect aspect, string key) =>
        aspect == OwnAspect.Reading ? $"correction {key}" : $"offset {key}";

    private EntityOptions Configured(string key) => options.Entities.GetValueOrDefault(key) ?? Nothing;

    private static TimeSpan Span(decimal seconds) => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
