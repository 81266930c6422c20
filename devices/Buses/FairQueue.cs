namespace Bridge.Devices.Buses;

/// <summary>
/// What waits for a shared wire. Each link has a lane of its own, which has an end, and lanes are served in turn: who asks
/// much or often holds up nobody else. What is urgent goes first, though not for ever. Safe to use from several threads.
/// </summary>
/// <param name="laneLength">How much of one link may wait, of the urgent and of the rest each.</param>
internal sealed class FairQueue<T>(int laneLength)
    where T : class
{
    /// <summary>After so many urgent ones in a row comes one that is not, if any waits.</summary>
    public const int UrgentInARow = 4;

    private readonly object _gate = new(); // a monitor: who waits at it sleeps at once, where a semaphore would spin first
    private readonly Lanes _urgent = new();
    private readonly Lanes _usual = new();
    private TaskCompletionSource? _arrival; // for those that wait without a thread
    private int _urgentInARow;
    private bool _isClosed;

    /// <summary>Puts one at the end of its link's lane; false when that is full.</summary>
    public bool TryAdd(object link, T item, bool urgent)
    {
        lock (_gate)
        {
            if (!(urgent ? _urgent : _usual).TryAdd(link, item, laneLength))
            {
                return false;
            }

            WakeAll();
            return true;
        }
    }

    /// <summary>Waits for the next; null when the queue is closed and empty.</summary>
    public T? Take()
    {
        lock (_gate)
        {
            while (IsEmpty && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            return Next();
        }
    }

    /// <inheritdoc cref="Take"/>
    public async ValueTask<T?> TakeAsync()
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (!IsEmpty || _isClosed)
                {
                    return Next();
                }

                _arrival ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            await arrival;
        }
    }

    /// <summary>The next; null when none waits.</summary>
    public T? TryTake()
    {
        lock (_gate)
        {
            return Next();
        }
    }

    /// <summary>Who waits for the next need not wait any longer. What waits may still be taken; nothing may be added.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            WakeAll();
        }
    }

    private bool IsEmpty => _urgent.IsEmpty && _usual.IsEmpty;

    private void WakeAll()
    {
        Monitor.PulseAll(_gate);
        _arrival?.SetResult();
        _arrival = null;
    }

    private T? Next()
    {
        if (!_urgent.IsEmpty && (_usual.IsEmpty || _urgentInARow < UrgentInARow))
        {
            _urgentInARow = _usual.IsEmpty ? 0 : _urgentInARow + 1;
            return _urgent.Take();
        }

        _urgentInARow = 0;
        return _usual.IsEmpty ? null : _usual.Take();
    }

    /// <summary>Those that wait, by link, and whose turn it is.</summary>
    private sealed class Lanes
    {
        private readonly Dictionary<object, Queue<T>> _lanes = [];
        private readonly Queue<Queue<T>> _turns = new(); // lanes in which somebody waits

        public bool IsEmpty => _turns.Count == 0;

        public bool TryAdd(object link, T item, int most)
        {
            if (!_lanes.TryGetValue(link, out var lane))
            {
                _lanes.Add(link, lane = new());
            }

            if (lane.Count == most)
            {
                return false;
            }

            lane.Enqueue(item);
            if (lane.Count == 1)
            {
                _turns.Enqueue(lane);
            }

            return true;
        }

        public T Take()
        {
            var lane = _turns.Dequeue();
            var item = lane.Dequeue();
            if (lane.Count > 0)
            {
                _turns.Enqueue(lane);
            }

            return item;
        }
    }
}
