using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>
/// The way of all values of one device: each passes the stages of its entity, others are derived from them, and what
/// its publish rule lets through stands in the state document. Not thread-safe: its device guards it.
/// </summary>
internal sealed class DevicePipeline(DeviceOptions options)
{
    private readonly ImmutableArray<DerivedEntity> _configured =
        [.. options.Derived.Select(static derived => new DerivedEntity(derived))];

    private readonly DeviceState _accepted = new();
    private readonly DeviceState _published = new();
    private readonly Dictionary<string, PublishRule> _rules = new(StringComparer.Ordinal);
    private Dictionary<string, EntityPipeline> _entities = new(StringComparer.Ordinal);
    private ImmutableArray<DerivedEntity> _derived = [];

    /// <summary>The entities as they are to be announced: the device's with the user's settings, then the derived ones.</summary>
    public ImmutableArray<Entity> Entities { get; private set; } = [];

    /// <summary>The last accepted values; keys without one are missing.</summary>
    public ImmutableArray<KeyedValue> Known => _accepted.Known;

    /// <summary>The last accepted value of an entity.</summary>
    public Value Find(string key) => _accepted.Find(key);

    /// <summary>Told each published value that must not be lost, in order.</summary>
    public Action<KeyedValue> Published { get; init; } = static _ => { };

    /// <summary>Values that were rejected so far.</summary>
    public long Rejected { get; private set; }

    /// <summary>Sets which entities the device has. What is remembered of those that stay is kept.</summary>
    public void SetEntities(ImmutableArray<Entity> entities)
    {
        _entities = entities.ToDictionary(static entity => entity.Key, Stages, StringComparer.Ordinal);
        // What the device tells itself is better than what is derived.
        _derived = [.. _configured.Where(derived => !_entities.ContainsKey(derived.Entity.Key))];
        foreach (var entity in entities)
        {
            _rules.TryAdd(entity.Key, new(Own(entity.Key).Publish.Over(options.Publish)));
        }

        foreach (var derived in _derived)
        {
            _rules.TryAdd(derived.Entity.Key, new(derived.Publish.Over(options.Publish)));
        }

        Entities = [.. entities.Select(Override), .. _derived.Select(static derived => derived.Entity)];
        _accepted.SetKeys(Entities.Select(static entity => entity.Key));
        _published.SetKeys(Entities.Select(static entity => entity.Key));
    }

    /// <summary>Takes up the value that an entity had before the start; unknown keys are ignored.</summary>
    public void Restore(string key, Value value)
    {
        if (_rules.ContainsKey(key))
        {
            _accepted.Set(key, value);
            _published.Set(key, value);
        }
    }

    /// <summary>Takes the values of a reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    public PipelineOutcome Accept(Reading reading, TimeSpan now)
    {
        var (accepted, published) = (false, false);
        string? invalid = null;
        foreach (var (key, raw) in reading.Values)
        {
            if (!_entities.TryGetValue(key, out var stages))
            {
                continue;
            }

            if (stages.Pass(raw, now, out var why) is { } value)
            {
                accepted = true;
                published |= Take(key, value, now);
            }
            else
            {
                Rejected++;
                invalid ??= why;
            }
        }

        return new(accepted, accepted && Derive(now) | published, invalid);
    }

    /// <summary>Time went by; true when values that were held back are published now.</summary>
    public bool Tick(TimeSpan now)
    {
        var published = false;
        foreach (var (key, rule) in _rules)
        {
            if (rule.IsDue(now))
            {
                Publish(key, rule);
                published = true;
            }
        }

        return published;
    }

    /// <summary>The state document with the last published values.</summary>
    public byte[] Write() => _published.Write();

    private bool Derive(TimeSpan now)
    {
        var published = false;
        foreach (var derived in _derived)
        {
            published |= Take(derived.Entity.Key, derived.Compute(_accepted), now);
        }

        return published;
    }

    private bool Take(string key, Value value, TimeSpan now)
    {
        _accepted.Set(key, value);
        var rule = _rules[key];
        if (!rule.Offer(value, now))
        {
            return false;
        }

        Publish(key, rule);
        return true;
    }

    private void Publish(string key, PublishRule rule)
    {
        _published.Set(key, rule.Latest);
        if (rule.KeepsHistory)
        {
            Published(new(key, rule.Latest));
        }
    }

    private EntityPipeline Stages(Entity entity) =>
        _entities.TryGetValue(entity.Key, out var known) && EntityComparer.Instance.Equals(known.Entity, entity)
            ? known
            : new EntityPipeline(entity, Own(entity.Key));

    private EntityOptions Own(string key) => options.Entities.GetValueOrDefault(key) ?? new EntityOptions();

    private Entity Override(Entity entity) => entity with
    {
        Name = Own(entity.Key).Name ?? entity.Name,
        DisplayPrecision = Own(entity.Key).Precision ?? entity.DisplayPrecision,
    };
}

/// <summary>What became of a reading.</summary>
/// <param name="Accepted">Whether one value or more was good.</param>
/// <param name="Published">Whether the state document is to be published.</param>
/// <param name="Invalid">Why the first bad value was rejected; null when all were good.</param>
internal readonly record struct PipelineOutcome(bool Accepted, bool Published, string? Invalid);
