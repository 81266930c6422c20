using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Store;

namespace Bridge.Host.Planning;

/// <summary>
/// Compares what the ledger says of the last announcement with the next one. An entity of Home Assistant is its platform and
/// its unique id: while both stay, its history stays.
/// </summary>
internal static class Comparison
{
    /// <summary>What the next announcement changes.</summary>
    /// <param name="before">The ledger.</param>
    /// <param name="after">The rows that the next announcement would make.</param>
    public static ImmutableArray<DevicePlan> Devices(IEnumerable<LedgerEntry> before, IEnumerable<LedgerEntry> after)
    {
        var known = Gather(before);
        var wanted = Gather(after);
        return
        [
            .. wanted.Select(device => Compare(known.Find(each => each.Identifier == device.Identifier), device)),
            .. known.Where(device => wanted.All(each => each.Identifier != device.Identifier)).Select(Gone),
        ];
    }

    private static List<Announced> Gather(IEnumerable<LedgerEntry> ledger) =>
    [
        .. ledger.Where(static entry => entry.Kind <= LedgerKind.Configuration).Select(Announced.Of).OfType<Announced>()
            .GroupBy(static each => each.Identifier, StringComparer.Ordinal)
            .Select(static parts => parts.Aggregate(static (all, part) => all.With(part))),
    ];

    private static DevicePlan Compare(Announced? before, Announced after)
    {
        if (before is null)
        {
            return Plan(after, Fate.Gained, [], after.Entities.Select(entity => Alone(after, entity, Fate.Gained)));
        }

        if (!before.IsComplete)
        {
            return Plan(after, Fate.Unknown, [], after.Entities.Select(entity => Alone(after, entity, Fate.Unknown)));
        }

        Replacement[] changes = [new("id", before.Device, after.Device), new("name", before.Name, after.Name)];
        var real = Real(changes);
        return Plan(after, real.IsEmpty ? Fate.Kept : Fate.Changed, real,
        [
            .. after.Entities.Select(entity => Compare(after, before.Find(entity), entity)),
            .. before.Entities.Where(entity => after.Find(entity) is null)
                .Select(entity => Alone(before, entity, Fate.Lost)),
        ]);
    }

    private static EntityPlan Compare(Announced device, AnnouncedEntity? before, AnnouncedEntity after)
    {
        if (before is null)
        {
            return Alone(device, after, Fate.Gained);
        }

        Replacement[] changes =
        [
            new("name", before.Name, after.Name),
            new("device_class", before.DeviceClass, after.DeviceClass),
            new(Replacement.Unit, before.Unit, after.Unit),
            new(Replacement.StateClass, before.StateClass, after.StateClass),
            new(Replacement.EntityId, before.EntityId, after.EntityId),
        ];
        var real = Real(changes);
        var fate = real.Any(static change => change.Property != Replacement.EntityId) ? Fate.Changed : Fate.Kept;
        return Alone(device, after, fate) with { Changes = real };
    }

    private static DevicePlan Gone(Announced device) => Plan(
        device, Fate.Lost, [], device.Entities.Select(entity => Alone(device, entity, Fate.Lost)));

    private static DevicePlan Plan(
        Announced device, Fate fate, ImmutableArray<Replacement> changes, IEnumerable<EntityPlan> entities) =>
        new(device.Device, device.Identifier, device.Name, fate, changes, [.. entities]);

    private static EntityPlan Alone(Announced device, AnnouncedEntity entity, Fate fate) =>
        new(entity.Key, $"{device.Identifier}-{entity.Key}", entity.Platform, fate, []);

    private static ImmutableArray<Replacement> Real(IEnumerable<Replacement> changes) =>
        [.. changes.Where(static change => change.Before != change.After)];
}
