using Bridge.Devices.Model;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Loading;

/// <summary>Holds the keys of counters and of numbers of the bridge's own against the entity they are given for.</summary>
internal static class CounterChecks
{
    /// <summary>Tells what does not go together.</summary>
    /// <param name="scope">The entity's keys.</param>
    /// <param name="entity">As its driver declares it; null where the device tells it.</param>
    /// <param name="options">What the user sets for it.</param>
    public static void Run(Scope scope, Entity? entity, EntityOptions options)
    {
        var isCounter = options.IsCounter || entity is { StateClass: StateClass.TotalIncreasing };
        if (entity is not null && !IsNumeric(entity))
        {
            Refuse(scope, EntityKeys.Kind, options.IsCounter, $"{entity.Key} is no number that is read, and no counter");
            Refuse(scope, EntityKeys.Tunable, options.Tunable, $"{entity.Key} is no number that is read");
        }
        else if (entity is not null && options.IsCounter)
        {
            Announcing.Warn(scope, EntityKeys.Kind.Key, entity with { StateClass = StateClass.TotalIncreasing });
        }

        if (!isCounter && entity is not null)
        {
            Refuse(scope, EntityKeys.Hold, options.Hold is not null, "only a counter has hold; add kind: counter");
            Refuse(scope, EntityKeys.SetReading, options.SetReading, "only a counter has set_reading; add kind: counter");
        }

        Refuse(scope, EntityKeys.Tunable, options.Tunable && isCounter, "a counter has no tunable; it has set_reading");
        Refuse(
            scope, EntityKeys.Tunable, options.Tunable && (options.Calibrate.Length > 0 || options.Polynomial.Length > 0),
            "tunable sets offset, which calibrate and polynomial do not use");
    }

    private static bool IsNumeric(Entity entity) => entity is { Kind: EntityKind.Sensor, Options.Length: 0 };

    private static void Refuse(Scope scope, Devices.Model.Settings.Setting setting, bool isWrong, string message)
    {
        if (isWrong)
        {
            scope.Fault(setting.Key, scope.Find(setting.Key), message);
        }
    }
}
