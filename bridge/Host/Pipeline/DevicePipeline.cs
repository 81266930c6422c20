using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Host.Pipeline;

/// <summary>
/// The way of all values of one device: each passes the stages of its entity, others are derived from them or add them up,
/// and what its publish rule lets through stands in the state document. Not thread-safe: its device guards it.
/// </summary>
internal sealed class DevicePipeline(DeviceOptions options)
{
    private readonly ImmutableArray<DerivedEntity> _configured =
        [.. options.Derived.Select(static derived => new DerivedEntity(derived))];

    private readonly Totals _totals = new(options.Totals);
    private readonly DeviceState _accepted = new();
    private readonly DeviceState _published = new();
    private readonly Dictionary<string, PublishRule> _rules = new(StringComparer.Ordinal);
    private Dictionary<string, EntityPipeline> _entities = new(StringComparer.Ordinal);
    private ImmutableArray<DerivedEntity> _derived = [];

    /// <summary>
    /// The entities as they are to be announced: the device's with the user's settings, the derived ones, totals, and the
    /// bridge's own numbers.
    /// </summary>
    public ImmutableArray<Entity> Entities { get; private set; } = [];

    /// <summary>The values that are not in the state document, as each expires by itself.</summary>
    public ExpiringValues Expiring { get; } = new(options);

    /// <summary>What the user has set.</summary>
    public Adjustments Adjustments { get; } = new(options);

    /// <summary>The last accepted values; keys without one are missing.</summary>
    public ImmutableArray<KeyedValue> Known => _accepted.Known;

    /// <summary>The last accepted value of an entity.</summary>
    public Value Find(string key) => _accepted.Find(key);

    /// <summary>Told each published value that must not be lost, in order.</summary>
    public Action<KeyedValue> Published { get; init; } = static _ => { };

    /// <summary>Values that were not accepted so far: rejected, or below a counter's last one.</summary>
    public long Rejected { get; private set; }

    /// <summary>True when totals have risen since they were handed over to be kept.</summary>
    public bool HasUnsaved => _totals.AreUnsaved;

    /// <summary>True when they should be kept soon: the user has set one.</summary>
    public bool IsUrgent => _totals.WereSet;

    /// <summary>Takes up what is kept of an earlier run; comes before the entities.</summary>
    /// <param name="kept">Texts by name, of <see cref="Hand"/> and <see cref="Set"/>.</param>
    /// <param name="wall">The wall clock.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    public void Recall(IReadOnlyDictionary<string, string> kept, DateTimeOffset wall, TimeSpan now)
    {
        Adjustments.Recall(kept);
        _totals.Recall(kept, wall, now);
    }

    /// <summary>Sets which entities the device has; of two with one key the first counts. What is known of them is kept.</summary>
    public void SetEntities(ImmutableArray<Entity> entities)
    {
        _entities = entities.Where(static entity => entity.HasValue).DistinctBy(static entity => entity.Key, StringComparer.Ordinal)
            .ToDictionary(static entity => entity.Key, Stages, StringComparer.Ordinal);
        _derived = [.. _configured.Where(derived => !_entities.ContainsKey(derived.Entity.Key))]; // the device knows better
        _totals.Yield(_entities.ContainsKey);
        Expiring.SetEntities(entities.Concat(_derived.Select(static derived => derived.Entity))
            .Concat(_totals.All.Select(static total => total.Entity)));
        foreach (var (key, publish) in _entities.Keys.Select(key => (key, Adjustments.Of(key).Publish))
            .Concat(_derived.Select(static derived => (derived.Entity.Key, derived.Publish)))
            .Concat(_totals.All.Select(static total => (total.Entity.Key, total.Options.Publish))))
        {
            _rules.TryAdd(key, new(publish.Over(options.Publish), repeats: !Expiring.Has(key)));
        }

        Announce(entities);
    }

    /// <summary>Takes up the value that an entity had before the start; unknown keys and totals are passed over.</summary>
    /// <param name="key">The entity.</param>
    /// <param name="value">Its value.</param>
    /// <param name="at">When it was told, on the clock of <see cref="Accept"/>; so it is negative.</param>
    public void Restore(string key, Value value, TimeSpan at)
    {
        if (!_rules.ContainsKey(key) || _totals.Find(key) is not null)
        {
            return;
        }

        _accepted.Set(key, value);
        Show(key, value);
        if (value.Kind == ValueKind.Number)
        {
            Adjustments.Begin(key, value.Number, at);
        }
    }

    /// <summary>Takes the values of a reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    public PipelineOutcome Accept(Reading reading, TimeSpan now)
    {
        if (reading.Values.IsEmpty)
        {
            return new(Accepted: true, Published: false, Invalid: null);
        }

        var (accepted, published, invalid) = (false, false, (string?)null);
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
                accepted |= why is null; // the counter's last value holds
            }
        }

        foreach (var derived in accepted ? _derived : [])
        {
            published |= Take(derived.Entity.Key, derived.Compute(_accepted), now);
        }

        return new(accepted, published, invalid);
    }

    /// <summary>Time went by; true when values that were held back are published now.</summary>
    public bool Tick(TimeSpan now)
    {
        var published = false;
        foreach (var (key, rule) in _rules)
        {
            published |= rule.IsDue(now) && Publish(key, rule);
        }

        return published;
    }

    /// <summary>Sets what one of the bridge's own numbers stands for.</summary>
    /// <param name="key">The number's key.</param>
    /// <param name="number">What it is to be; valid for its entity.</param>
    /// <param name="now">Time since some fixed moment; never goes back.</param>
    /// <returns>Null when the key is none of them.</returns>
    public OwnOutcome? Set(string key, decimal number, TimeSpan now)
    {
        if (Adjustments.Own.FirstOrDefault(each => each.Entity.Key == key) is not { } own)
        {
            return null;
        }

        if (own.Aspect != OwnAspect.Reading)
        {
            _published.Set(key, Value.Of(number));
            return new(null, own.Aspect == OwnAspect.Interval
                ? Adjustments.SetInterval(number)
                : SetOffset(own, number, now));
        }

        if (_totals.Find(own.Target) is { } total)
        {
            total.Set(number); // told when it is kept
            return new(null, null);
        }

        if (Adjustments.SetReading(own.Target, number) is not { } kept)
        {
            return new($"{own.Target} has no reading yet", null);
        }

        Put(own.Target, Value.Of(_entities[own.Target].Round(number)), now);
        return new(null, kept);
    }

    /// <summary>What is to be kept of totals now, by name; once it is, <see cref="Kept"/> is called.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Hand(DateTimeOffset wall, TimeSpan now) => _totals.Hand(wall, now);

    /// <summary>What was handed over is kept, and may be told; true when something is to be published.</summary>
    public bool Kept(TimeSpan now)
    {
        var published = false;
        foreach (var total in _totals.All)
        {
            if (total.Kept() is (var value, var wasSet))
            {
                published |= wasSet ? Put(total.Entity.Key, value, now) : Offer(total.Entity.Key, value, now);
            }
        }

        return published;
    }

    /// <summary>The state document with the last published values.</summary>
    public byte[] Write() => _published.Write();

    private void Announce(ImmutableArray<Entity> entities)
    {
        ImmutableArray<Entity> all =
        [
            .. entities.Select(Adjustments.Announced),
            .. _derived.Select(static derived => derived.Entity),
            .. _totals.All.Select(static total => total.Entity),
        ];
        Adjustments.SetEntities([.. all.Take(entities.Length)]);
        Entities = [.. all, .. Adjustments.Own.Select(static own => own.Entity)];
        _accepted.SetKeys(all.Where(static entity => entity.HasValue).Select(static entity => entity.Key));
        _published.SetKeys(Entities.Where(static entity => entity.HasValue).Select(static entity => entity.Key), Expiring.Has);
        foreach (var total in _totals.All.Where(total => _published.Find(total.Entity.Key).Kind == ValueKind.Unknown))
        {
            _accepted.Set(total.Entity.Key, total.Value);
            _published.Set(total.Entity.Key, total.Value);
        }

        foreach (var own in Adjustments.Own)
        {
            _published.Set(own.Entity.Key, Adjustments.ValueOf(own) ?? _published.Find(own.Target));
        }
    }

    private KeyValuePair<string, string> SetOffset(OwnEntity own, decimal offset, TimeSpan now)
    {
        var moved = offset - Adjustments.Of(own.Target).Offset;
        var kept = Adjustments.SetOffset(own.Target, offset);
        var stages = new EntityPipeline(_entities[own.Target].Entity, Adjustments.Of(own.Target));
        _entities[own.Target] = stages;
        if (_accepted.Find(own.Target) is { Kind: ValueKind.Number } last && Adjustments.IsAdjustable(last.Number))
        {
            Put(own.Target, Value.Of(stages.Round(last.Number + moved)), now);
        }

        return kept;
    }

    private bool Take(string key, Value value, TimeSpan now)
    {
        foreach (var total in _totals.Of(key))
        {
            total.Add(value, now);
            if (Expiring.Has(total.Entity.Key)) // one that stands still is as fresh as what it adds up
            {
                Offer(total.Entity.Key, _published.Find(total.Entity.Key), now);
            }
        }

        return Offer(key, value, now);
    }

    private bool Offer(string key, Value value, TimeSpan now)
    {
        _accepted.Set(key, value);
        Expiring.Accept(key, now);
        return _rules[key].Offer(value, now) && Publish(key, _rules[key]);
    }

    private bool Put(string key, Value value, TimeSpan now)
    {
        _accepted.Set(key, value); // and told, whatever the rule says
        _rules[key].Put(value, now);
        return Publish(key, _rules[key]);
    }

    private bool Publish(string key, PublishRule rule)
    {
        Show(key, rule.Latest);
        Expiring.Publish(key, rule.Latest);
        if (rule.KeepsHistory)
        {
            Published(new(key, rule.Latest));
        }

        return true; // to be handed on
    }

    private void Show(string key, Value value)
    {
        _published.Set(key, value);
        if (Adjustments.ReadingOf(key) is { } reading)
        {
            _published.Set(reading, value);
        }
    }

    private EntityPipeline Stages(Entity entity) =>
        _entities.TryGetValue(entity.Key, out var known) && EntityComparer.Instance.Equals(known.Entity, entity)
            ? known
            : new EntityPipeline(entity, Adjustments.Of(entity.Key), Adjustments.CounterOf(entity));
}
