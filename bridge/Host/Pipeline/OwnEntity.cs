using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>A number that the bridge itself adds to a device, so that the user can set something of another entity.</summary>
/// <param name="Entity">The number, as it is to be announced.</param>
/// <param name="Target">The entity that it sets something of.</param>
/// <param name="Aspect">What it sets.</param>
internal sealed record OwnEntity(Entity Entity, string Target, OwnAspect Aspect)
{
    private const int FinestStep = 3; // decimals; Home Assistant takes no finer ones

    /// <summary>Largest number that can be set.</summary>
    private const decimal Largest = 1_000_000_000;

    /// <summary>Those that the user asks for; one whose key is taken is left out.</summary>
    /// <param name="options">The device.</param>
    /// <param name="entities">What it tells, as it is announced.</param>
    public static ImmutableArray<OwnEntity> Of(DeviceOptions options, ImmutableArray<Entity> entities)
    {
        var taken = entities.Select(static entity => entity.Key)
            .Concat(options.Derived.Select(static derived => derived.Key))
            .Concat(options.Totals.Select(static total => total.Key))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. entities.SelectMany(entity => Of(entity, options.Entities.GetValueOrDefault(entity.Key)))
                .Concat(options.Totals.Where(static total => total.SetReading).Select(static total => Reading(total.Entity)))
                .Concat(options.Tunable ? [Interval(options)] : [])
                .Where(own => taken.Add(own.Entity.Key)),
        ];
    }

    /// <summary>True for what only rises.</summary>
    public static bool IsCounter(Entity entity) =>
        entity is { Kind: EntityKind.Sensor, StateClass: StateClass.TotalIncreasing };

    private static IEnumerable<OwnEntity> Of(Entity entity, EntityOptions? options)
    {
        if (options?.SetReading == true && IsCounter(entity))
        {
            yield return Reading(Named(entity, options));
        }

        if (options?.Tunable == true && entity is { Kind: EntityKind.Sensor, Options.Length: 0 } && !IsCounter(entity))
        {
            yield return new(Number(Named(entity, options), "offset") with { Lowest = -Largest, Highest = Largest }, entity.Key, OwnAspect.Offset);
        }
    }

    // Beside an entity that has the user's name, its number has it too.
    private static Entity Named(Entity entity, EntityOptions options) =>
        options.Shown.Name?.Text is { } name ? entity with { Name = name } : entity;

    private static OwnEntity Interval(DeviceOptions options) => new(
        new(DeviceOptions.IntervalKey)
        {
            Kind = EntityKind.Number,
            Name = "Interval",
            DeviceClass = "duration",
            Unit = "s",
            Category = EntityCategory.Config,
            Lowest = Adjustments.Seconds(options.ShortestInterval),
            Highest = Adjustments.Seconds(options.LongestInterval),
            Step = 0.1m,
        },
        DeviceOptions.IntervalKey,
        OwnAspect.Interval);

    private static OwnEntity Reading(Entity entity) => new(
        Number(entity, "reading") with { Lowest = 0, Highest = Largest, Step = StepOf(entity) },
        entity.Key,
        OwnAspect.Reading);

    private static Entity Number(Entity of, string word) => new($"{of.Key}_{word}")
    {
        Kind = EntityKind.Number,
        Name = $"{of.Name ?? EntityKey.InWords(of.Key)} {word}",
        Unit = of.Unit,
        Category = EntityCategory.Config,
    };

    private static decimal? StepOf(Entity entity) =>
        (entity.DisplayPrecision ?? entity.Decimals) is { } decimals and <= FinestStep
            ? new decimal(1, 0, 0, isNegative: false, (byte)decimals)
            : null;
}

/// <summary>What an <see cref="OwnEntity"/> sets.</summary>
internal enum OwnAspect
{
    /// <summary>The present reading of a counter or total.</summary>
    Reading,

    /// <summary>What is added to a value.</summary>
    Offset,

    /// <summary>Of the device: time between two readings.</summary>
    Interval,
}
