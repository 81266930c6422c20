using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using Bridge.Store;

namespace Bridge.Host.Runtime;

/// <summary>What a device has told of itself, kept in the store. Entities are only ever added: a telegram that lacks one is no removal.</summary>
internal sealed class Learning(DeviceOptions options, IStateStore store)
{
    /// <summary>What it told before; what another driver learned under the same id is worth nothing.</summary>
    private LearnedDevice? Known =>
        store.FindLearned(options.Id) is { } learned && learned.Driver == options.Driver.Name ? learned : null;

    /// <summary>What is known of the thing itself.</summary>
    public DeviceInfo Info => Known is { } learned ? options.Driver.Info.With(learned.Info) : options.Driver.Info;

    /// <summary>Its entities, those that the driver declares among them.</summary>
    public ImmutableArray<Entity> Entities =>
        options.Driver.Entities(options.Settings) is var declared && Known is { } learned
            ? Merge(declared, learned.Entities)
            : declared;

    /// <summary>Takes what it tells; false when it is nothing new.</summary>
    public bool Take(DeviceInfo info, ImmutableArray<Entity> entities)
    {
        var known = Known ?? new LearnedDevice(options.Driver.Name, new DeviceInfo(), []);
        var all = Merge(known.Entities, entities);
        var merged = known.Info.With(info);
        if (merged == known.Info && all.SequenceEqual(known.Entities, EntityComparer.Instance))
        {
            return false;
        }

        store.SetLearned(options.Id, new LearnedDevice(options.Driver.Name, merged, all));
        return true;
    }

    private static ImmutableArray<Entity> Merge(ImmutableArray<Entity> known, ImmutableArray<Entity> newer)
    {
        var byKey = newer.DistinctBy(static entity => entity.Key, StringComparer.Ordinal)
            .ToDictionary(static entity => entity.Key, StringComparer.Ordinal);
        var old = known.Select(entity => byKey.Remove(entity.Key, out var again) ? again : entity).ToArray();
        return [.. old, .. newer.Where(entity => byKey.ContainsKey(entity.Key))];
    }
}
