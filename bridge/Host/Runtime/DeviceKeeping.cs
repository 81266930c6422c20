using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Pipeline;
using Bridge.Store;

namespace Bridge.Host.Runtime;

/// <summary>
/// What of a device's pipeline outlives the process: last values, totals, and what the user sets by numbers that are the
/// bridge's own. Safe to use from several threads.
/// </summary>
/// <param name="id">The device.</param>
/// <param name="pipeline">Its pipeline.</param>
/// <param name="gate">Guards it.</param>
/// <param name="store">Where all is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class DeviceKeeping(
    string id, DevicePipeline pipeline, Lock gate, IStateStore store, TimeProvider time)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Told of what is to be published.</summary>
    public required Action<Changes> Changed { get; init; }

    /// <summary>The clock of the pipeline.</summary>
    public TimeSpan Now => time.GetElapsedTime(_startedAt);

    /// <summary>How its totals wait to be kept.</summary>
    public SaveNeed Need
    {
        get
        {
            lock (gate)
            {
                return pipeline.IsUrgent ? SaveNeed.Soon : pipeline.HasUnsaved ? SaveNeed.Some : SaveNeed.None;
            }
        }
    }

    /// <summary>What was set from Home Assistant and is not as the configuration says.</summary>
    public IEnumerable<(string What, string Now, string Configured)> Differences => pipeline.Adjustments.Differences;

    /// <summary>Takes up what the store remembers, for a device with these entities.</summary>
    public void Recall(ImmutableArray<Entity> entities)
    {
        lock (gate)
        {
            var wall = time.GetUtcNow();
            pipeline.Recall(store.FindKept(id), wall, Now);
            pipeline.SetEntities(entities);
            if (store.FindState(id) is not { } state)
            {
                return;
            }

            foreach (var (key, value) in state.Values)
            {
                pipeline.Restore(key, value, Now - (wall - state.At));
            }
        }
    }

    /// <summary>Sets a number that is the bridge's own, of which the driver knows nothing.</summary>
    /// <param name="command">What is asked for; valid for its entity.</param>
    /// <param name="error">Why it was not done; null when it was.</param>
    /// <returns>False when it is for the driver.</returns>
    public bool TrySet(Command command, out string? error)
    {
        error = null;
        OwnOutcome outcome;
        lock (gate)
        {
            if (command.Value.Kind != ValueKind.Number || pipeline.Set(command.Key, command.Value.Number, Now) is not { } done)
            {
                return false;
            }

            outcome = done;
            if (outcome.Keep is (var name, var text))
            {
                store.Keep(id, name, text);
            }
        }

        error = outcome.Error;
        Changed(outcome.Keep is null ? Changes.None : Changes.State);
        return true;
    }

    /// <summary>The values with topics of their own that are to be told; with <paramref name="all"/>, all that are fresh.</summary>
    public ImmutableArray<ExpiringValue> TakeExpiring(bool all)
    {
        lock (gate)
        {
            return pipeline.Expiring.Take(all, Now);
        }
    }

    /// <summary>Hands the totals to the store; when they are on the disk, <see cref="Saved"/> follows.</summary>
    public void Save()
    {
        lock (gate)
        {
            foreach (var (name, text) in pipeline.Hand(time.GetUtcNow(), Now))
            {
                store.Keep(id, name, text);
            }
        }
    }

    /// <summary>What was handed to the store is safe, and may be told.</summary>
    public void Saved()
    {
        bool published;
        lock (gate)
        {
            published = pipeline.Kept(Now);
        }

        Changed(published ? Changes.State : Changes.None);
    }
}
