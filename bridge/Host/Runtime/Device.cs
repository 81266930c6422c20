using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery;
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
    private readonly DeviceOptions _configured;
    private readonly IStateStore _store;
    private readonly IDeviceObserver _observer;
    private readonly DevicePipeline _pipeline;
    private readonly DeviceHealth _health;
    private readonly FaultEpisodes _episodes;
    private readonly Learning _learning;
    private readonly Outputs _outputs = new();

    /// <summary>Takes up what the store remembers of the device.</summary>
    public Device(DeviceOptions options, IStateStore store, IDeviceObserver observer, TimeProvider time)
    {
        _configured = Options = options;
        Shown = options.Shown();
        _store = store;
        _observer = observer;
        _pipeline = new(options) { Published = value => observer.Published(this, value) };
        Keeping = new(options.Id, _pipeline, _gate, store, time) { Changed = Kept };
        _health = new(options.OfflineAfter, options.StaleAfter, options.Enabled, time);
        _episodes = new(time);
        _learning = new(options, store);
        if (options.PreviousId is { } before)
        {
            store.TakeOver(options.Id, before);
        }

        Info = _learning.Info;
        Keeping.Recall(_learning.Entities);
        Tune();
        _outputs.HaveMoved(Entities, _pipeline.Find);
    }

    /// <summary>What holds at this moment: the configuration, with the interval that was set from Home Assistant.</summary>
    public DeviceOptions Options { get; private set; }

    /// <summary>Its id.</summary>
    public string Id => Options.Id;

    /// <summary>What is known of the thing itself.</summary>
    public DeviceInfo Info { get; private set; }

    /// <summary>Its entities as they are to be announced, the user's settings applied.</summary>
    public ImmutableArray<Entity> Entities => _pipeline.Entities;

    /// <summary>True while it has yet to tell its entities.</summary>
    public bool IsUntold => _learning.Entities.IsEmpty;

    /// <summary>How the user wants its entities shown, by key.</summary>
    public ImmutableDictionary<string, EntityOverride> Shown { get; }

    /// <summary>Status and counters at this moment.</summary>
    public DeviceReport Report
    {
        get
        {
            lock (_gate)
            {
                return DeviceReport.Of(_health, _pipeline.Rejected);
            }
        }
    }

    /// <summary>Its totals and the numbers of the bridge's own.</summary>
    public DeviceKeeping Keeping { get; }

    /// <summary>What it is asked to do; its supervisor serves it.</summary>
    public CommandQueue Commands { get; } = new();

    /// <summary>The bugs of its driver; its supervisor keeps it.</summary>
    public BugJournal Bugs => field ??= new(this);

    /// <summary>Outputs that are still to be set to what they are to be at start; null before that is known.</summary>
    public Dictionary<string, Value>? StartingOutputs { get; set; }

    /// <summary>The state document at this moment.</summary>
    public byte[] WriteState()
    {
        lock (_gate)
        {
            return _pipeline.Write();
        }
    }

    /// <summary>The last accepted value of an entity, of an earlier run if there is none of this one.</summary>
    public Value Find(string key)
    {
        lock (_gate)
        {
            return _pipeline.Find(key);
        }
    }

    /// <summary>A good telegram or cycle came: its values pass the pipeline, its events are told.</summary>
    public void Accept(Reading reading)
    {
        Take(reading);
        Tell(reading.Events);
    }

    /// <summary>A good telegram came whose values are not wanted, as the last ones are younger than the interval; its events are.</summary>
    public void Alive(ImmutableArray<DeviceEvent> events)
    {
        Changes changes;
        Recovery? recovery;
        lock (_gate)
        {
            changes = Succeed(out recovery);
        }

        Tell(changes, recovery);
        Tell(events);
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

    /// <summary>Its driver failed by a bug and is not started again.</summary>
    public void GiveUp(string message)
    {
        lock (_gate)
        {
            _health.Failed(BusFault.Bug, message);
            _health.GiveUp();
        }

        Tell(BusFault.Bug, message, demanded: true);
        _observer.Changed(this, Changes.Availability | Changes.Diagnostics);
    }

    /// <summary>The device told what it is and has.</summary>
    public void Describe(DeviceInfo info, ImmutableArray<Entity> entities)
    {
        lock (_gate)
        {
            if (!_learning.Take(info, entities))
            {
                return;
            }

            Info = _learning.Info;
            _pipeline.SetEntities(_learning.Entities);
        }

        _observer.Changed(this, Changes.Document | Changes.State);
    }

    /// <summary>Time went by.</summary>
    public void Tick()
    {
        var changes = Changes.None;
        lock (_gate)
        {
            var before = (_health.Status, _health.Online);
            _health.Tick();
            changes |= before == (_health.Status, _health.Online) ? Changes.None : Changes.Availability | Changes.Diagnostics;

            // What is not to be trusted is not repeated.
            if (_health.Online && _pipeline.Tick(Keeping.Now))
            {
                changes |= Changes.State;
            }
        }

        Tell(changes);
    }

    private void Take(Reading reading)
    {
        PipelineOutcome outcome;
        Recovery? recovery = null;
        var changes = Changes.None;
        lock (_gate)
        {
            outcome = _pipeline.Accept(reading, Keeping.Now);
            if (outcome.Accepted)
            {
                _store.SetState(Id, new LastState(reading.At, _pipeline.Known), soon: _outputs.HaveMoved(Entities, _pipeline.Find));
                changes = (outcome.Published ? Changes.State : Changes.None)
                    | Succeed(out recovery, outcome.Invalid is null ? null : BusFault.InvalidValue);
            }
        }

        if (!outcome.Accepted)
        {
            Fail(BusFault.InvalidValue, outcome.Invalid ?? "the reading has no value of any known entity");
            return;
        }

        if (outcome.Invalid is { } invalid && Tell(BusFault.InvalidValue, invalid))
        {
            changes |= Changes.Diagnostics;
        }

        Tell(changes, recovery);
    }

    private void Kept(Changes changes)
    {
        Tune();
        Tell(changes);
    }

    private void Tune()
    {
        if (_pipeline.Adjustments.Interval != Options.Interval)
        {
            Options = _configured.Every(_pipeline.Adjustments.Interval);
            _health.StaleAfter = Options.StaleAfter;
            Commands.Wake();
        }
    }

    private Changes Succeed(out Recovery? recovery, BusFault? but = null)
    {
        var (status, online) = (_health.Status, _health.Online);
        _health.Succeeded();
        recovery = _episodes.Recovered(but);
        return (status == _health.Status ? Changes.None : Changes.Diagnostics)
            | (online == _health.Online ? Changes.None : Changes.Availability);
    }

    // True when it is one to be told.
    private bool Tell(BusFault fault, string message, bool demanded = false)
    {
        FaultNotice notice;
        lock (_gate)
        {
            notice = _episodes.Note(fault, message, demanded);
        }

        _observer.Faulted(this, notice);
        return notice.IsDue;
    }

    private void Tell(ImmutableArray<DeviceEvent> events)
    {
        foreach (var happened in events.Where(each => Entities.Any(each.IsOf)))
        {
            _observer.Happened(this, happened);
        }
    }

    private void Tell(Changes changes, Recovery? recovery = null)
    {
        if (changes != Changes.None)
        {
            _observer.Changed(this, changes);
        }

        if (recovery is { } over)
        {
            _observer.Recovered(this, over);
        }
    }
}
