using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Pipeline;
using Bridge.Store;

namespace Bridge.Host.Runtime;

/// <summary>
/// One configured device: what it is, its last values and its health. Its supervisor tells it what happened; it keeps
/// the state and says what changed. Safe to use from several threads.
/// </summary>
internal sealed class Device
{
    private readonly Lock _gate = new();
    private readonly IStateStore _store;
    private readonly IDeviceObserver _observer;
    private readonly DeviceState _state = new();
    private readonly DeviceHealth _health;
    private readonly FaultEpisodes _episodes;
    private readonly Dictionary<string, EntityFilter> _filters = new(StringComparer.Ordinal);

    /// <summary>Takes up what the store remembers of the device.</summary>
    public Device(DeviceOptions options, IStateStore store, IDeviceObserver observer, TimeProvider time)
    {
        Options = options;
        _store = store;
        _observer = observer;
        _health = new(options.OfflineAfter, options.StaleAfter, options.Enabled, time);
        _episodes = new(time);
        Info = options.Driver.Info;
        var entities = options.Driver.Entities(options.Settings);
        TakeOver(options, store);
        if (Learned is { } learned)
        {
            Info = Info.With(learned.Info);
            entities = Merge(entities, learned.Entities);
        }

        SetEntities(entities);
        foreach (var (key, value) in store.FindState(options.Id)?.Values ?? [])
        {
            if (_filters.ContainsKey(key))
            {
                _state.Set(key, value);
            }
        }
    }

    /// <summary>What the user configured.</summary>
    public DeviceOptions Options { get; }

    /// <summary>Its id.</summary>
    public string Id => Options.Id;

    /// <summary>What is known of the thing itself.</summary>
    public DeviceInfo Info { get; private set; }

    /// <summary>Its entities as they are to be announced, the user's settings applied.</summary>
    public ImmutableArray<Entity> Entities { get; private set; } = [];

    /// <summary>Status and counters at this moment.</summary>
    public DeviceReport Report
    {
        get
        {
            lock (_gate)
            {
                return new(
                    _health.Status,
                    _health.Reason,
                    _health.Online,
                    _health.LastSuccessAt,
                    _health.ConsecutiveFailures,
                    _health.LastError,
                    _health.Readings,
                    _health.Failures);
            }
        }
    }

    /// <summary>What it told before; what another driver learned under the same id is worth nothing.</summary>
    private LearnedDevice? Learned =>
        _store.FindLearned(Id) is { } learned && learned.Driver == Options.Driver.Name ? learned : null;

    /// <summary>The state document at this moment.</summary>
    public byte[] WriteState()
    {
        lock (_gate)
        {
            return _state.Write();
        }
    }

    /// <summary>A good telegram or cycle came: its values pass the pipeline.</summary>
    public void Accept(Reading reading)
    {
        string? invalid;
        var changes = Changes.None;
        bool accepted;
        lock (_gate)
        {
            accepted = Filter(reading, out invalid) > 0;
            if (accepted)
            {
                _store.SetState(Id, new LastState(reading.At, _state.Known));
                changes = Changes.State | Succeed();
            }
        }

        if (!accepted)
        {
            Fail(BusFault.InvalidValue, invalid ?? "the reading has no value of any known entity");
            return;
        }

        if (invalid is not null)
        {
            Tell(BusFault.InvalidValue, invalid);
        }

        _observer.Changed(this, changes);
    }

    /// <summary>A good telegram came whose values are not wanted, as the last ones are younger than the interval.</summary>
    public void Alive()
    {
        Changes changes;
        lock (_gate)
        {
            changes = Succeed();
        }

        if (changes != Changes.None)
        {
            _observer.Changed(this, changes);
        }
    }

    /// <summary>Its line is open, though nothing has come yet.</summary>
    public void Opened()
    {
        lock (_gate)
        {
            var before = _health.Status;
            _health.Opened();
            if (before == _health.Status)
            {
                return;
            }
        }

        _observer.Changed(this, Changes.Diagnostics);
    }

    /// <summary>A cycle failed.</summary>
    public void Fail(BusFault fault, string message)
    {
        Changes changes;
        lock (_gate)
        {
            var wasOnline = _health.Online;
            _health.Failed(fault, message);
            changes = Changes.Diagnostics | (wasOnline != _health.Online ? Changes.Availability : Changes.None);
        }

        Tell(fault, message);
        _observer.Changed(this, changes);
    }

    /// <summary>The device told what it is and has. Entities are only ever added; a telegram that lacks one is no removal.</summary>
    public void Describe(DeviceInfo info, ImmutableArray<Entity> entities)
    {
        lock (_gate)
        {
            var known = Learned ?? new LearnedDevice(Options.Driver.Name, new DeviceInfo(), []);
            var all = Merge(known.Entities, entities);
            var merged = known.Info.With(info);
            if (merged == known.Info && all.SequenceEqual(known.Entities, EntityComparer.Instance))
            {
                return;
            }

            _store.SetLearned(Id, new LearnedDevice(Options.Driver.Name, merged, all));
            Info = Options.Driver.Info.With(merged);
            SetEntities(Merge(Options.Driver.Entities(Options.Settings), all));
        }

        _observer.Changed(this, Changes.Document | Changes.State);
    }

    /// <summary>Time went by.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            var before = (_health.Status, _health.Online);
            _health.Tick();
            if (before == (_health.Status, _health.Online))
            {
                return;
            }
        }

        _observer.Changed(this, Changes.Availability | Changes.Diagnostics);
    }

    /// <summary>A device under a new id remembers what it knew under the one before.</summary>
    private static void TakeOver(DeviceOptions options, IStateStore store)
    {
        if (options.PreviousId is not { } before)
        {
            return;
        }

        if (store.FindLearned(options.Id) is null && store.FindLearned(before) is { } learned)
        {
            store.SetLearned(options.Id, learned);
        }

        if (store.FindState(options.Id) is null && store.FindState(before) is { } state)
        {
            store.SetState(options.Id, state);
        }
    }

    private static ImmutableArray<Entity> Merge(ImmutableArray<Entity> known, ImmutableArray<Entity> newer)
    {
        var byKey = newer.ToDictionary(static entity => entity.Key, StringComparer.Ordinal);
        var old = known.Select(entity => byKey.Remove(entity.Key, out var again) ? again : entity).ToArray();
        return [.. old, .. newer.Where(entity => byKey.ContainsKey(entity.Key))];
    }

    private int Filter(Reading reading, out string? invalid)
    {
        var accepted = 0;
        invalid = null;
        foreach (var (key, raw) in reading.Values)
        {
            if (!_filters.TryGetValue(key, out var filter))
            {
                continue;
            }

            if (filter.Pass(raw, out var why) is { } value)
            {
                _state.Set(key, value);
                accepted++;
            }

            invalid ??= why;
        }

        return accepted;
    }

    private Changes Succeed()
    {
        var (status, online) = (_health.Status, _health.Online);
        _health.Succeeded();
        _episodes.Recovered();
        return (status == _health.Status ? Changes.None : Changes.Diagnostics)
            | (online == _health.Online ? Changes.None : Changes.Availability);
    }

    private void Tell(BusFault fault, string message)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = _episodes.Begins(fault);
        }

        _observer.Faulted(this, fault, message, isNew);
    }

    private void SetEntities(ImmutableArray<Entity> entities)
    {
        _filters.Clear();
        foreach (var entity in entities)
        {
            _filters[entity.Key] = Options.Entities.TryGetValue(entity.Key, out var own)
                ? new EntityFilter(entity, own)
                : new EntityFilter(entity);
        }

        Entities = [.. entities.Select(Override)];
        _state.SetKeys(entities.Select(static entity => entity.Key));
    }

    private Entity Override(Entity entity) =>
        !Options.Entities.TryGetValue(entity.Key, out var own)
            ? entity
            : entity with
            {
                Name = own.Name ?? entity.Name,
                DisplayPrecision = own.Precision ?? entity.DisplayPrecision,
            };
}
