using System.Collections.Immutable;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>
/// What waits to be told: per device what changed (so only the newest value of a topic is ever sent), and a bounded
/// number of events. Diagnostics of a device and the heartbeat leave at most once in 2 s.
/// </summary>
internal sealed class Outbox(TimeProvider time)
{
    private const int MostEvents = 100;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<Device, Changes> _changed = [];
    private readonly Dictionary<Device, long> _diagnosticsSent = [];
    private readonly Queue<MqttMessage> _events = new();
    private TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _heartbeat;
    private bool _announce;
    private long? _heartbeatSent;

    /// <summary>Events that were dropped because too many waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>Notes a change of a device; one of its health changes the heartbeat too.</summary>
    public void Mark(Device device, Changes changes)
    {
        lock (_gate)
        {
            _changed[device] = _changed.GetValueOrDefault(device, Changes.None) | changes;
            _heartbeat |= (changes & (Changes.Availability | Changes.Diagnostics)) != Changes.None;
            _signal.TrySetResult();
        }
    }

    /// <summary>Asks for a heartbeat.</summary>
    public void MarkHeartbeat()
    {
        lock (_gate)
        {
            _heartbeat = true;
            _signal.TrySetResult();
        }
    }

    /// <summary>Asks for a heartbeat at once, whenever the last one was.</summary>
    public void DemandHeartbeat()
    {
        lock (_gate)
        {
            _heartbeatSent = null;
        }

        MarkHeartbeat();
    }

    /// <summary>Asks to announce everything again.</summary>
    public void MarkAnnounce()
    {
        lock (_gate)
        {
            _announce = true;
            _signal.TrySetResult();
        }
    }

    /// <summary>Ends the wait: something is to be told that does not wait here.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _signal.TrySetResult();
        }
    }

    /// <summary>Adds an event; when too many wait, the oldest is dropped.</summary>
    public void Post(MqttMessage message)
    {
        lock (_gate)
        {
            if (_events.Count == MostEvents)
            {
                _events.Dequeue();
                Dropped++;
            }

            _events.Enqueue(message);
            _signal.TrySetResult();
        }
    }

    /// <summary>Takes back events that did not reach the broker; they go first at the next try.</summary>
    public void PutBack(IReadOnlyCollection<MqttMessage> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            var newer = _events.ToArray();
            _events.Clear();
            foreach (var message in events.Concat(newer).TakeLast(MostEvents))
            {
                _events.Enqueue(message);
            }

            Dropped += events.Count + newer.Length - _events.Count;
            _signal.TrySetResult();
        }
    }

    /// <summary>Forgets what changed, as everything is about to be announced. Events stay.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _changed.Clear();
            _announce = false;
            _heartbeat = false;
        }
    }

    /// <summary>Notes that diagnostics of all devices and a heartbeat were sent just now.</summary>
    public void NoteAnnounced(IEnumerable<Device> devices)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            foreach (var device in devices)
            {
                _diagnosticsSent[device] = now;
            }

            _heartbeatSent = now;
        }
    }

    /// <summary>Takes what may leave now; what is paced stays for later.</summary>
    public OutboxBatch Take()
    {
        lock (_gate)
        {
            var changed = ImmutableArray.CreateBuilder<(Device, Changes)>(_changed.Count);
            foreach (var (device, changes) in _changed.ToArray())
            {
                var now = MayLeave(device, changes);
                if (now != Changes.None)
                {
                    changed.Add((device, now));
                }
            }

            var heartbeat = _heartbeat && Elapsed(_heartbeatSent);
            if (heartbeat)
            {
                _heartbeat = false;
                _heartbeatSent = time.GetTimestamp();
            }

            var batch = new OutboxBatch(changed.DrainToImmutable(), [.. _events], heartbeat, _announce);
            _events.Clear();
            _announce = false;
            if (_signal.Task.IsCompleted)
            {
                _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return batch;
        }
    }

    /// <summary>Waits until something may leave.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>The same, but no longer than <paramref name="longest"/>.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task signal;
        bool paced;
        lock (_gate)
        {
            signal = _signal.Task;
            paced = _heartbeat || _changed.Count > 0;
        }

        var span = paced && (longest == Timeout.InfiniteTimeSpan || longest > Pace / 4) ? Pace / 4 : longest;
        await signal.WaitAsync(span, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private Changes MayLeave(Device device, Changes changes)
    {
        var held = Changes.None;
        if (changes.HasFlag(Changes.Diagnostics))
        {
            if (Elapsed(_diagnosticsSent.TryGetValue(device, out var sent) ? sent : null))
            {
                _diagnosticsSent[device] = time.GetTimestamp();
            }
            else
            {
                held = Changes.Diagnostics;
            }
        }

        if (held == Changes.None)
        {
            _changed.Remove(device);
        }
        else
        {
            _changed[device] = held;
        }

        return changes & ~held;
    }

    private bool Elapsed(long? since) => since is not { } then || time.GetElapsedTime(then) >= Pace;
}

/// <summary>What leaves the outbox at once.</summary>
/// <param name="Changed">Devices with what changed.</param>
/// <param name="Events">Events in the order they happened.</param>
/// <param name="Heartbeat">A heartbeat is due.</param>
/// <param name="Announce">Everything is to be announced again.</param>
internal sealed record OutboxBatch(
    ImmutableArray<(Device Device, Changes Changes)> Changed,
    ImmutableArray<MqttMessage> Events,
    bool Heartbeat,
    bool Announce);
