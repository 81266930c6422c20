using Bridge.Devices.Model;
using Bridge.Host.Runtime;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>
/// Decides what becomes history. A value is told when the broker has acknowledged a state that holds it; what was not when
/// the connection ended, and all that is published while there is none, goes to the store. Safe to use from several threads.
/// </summary>
internal sealed class HistoryKeeper(History history, ILogger logger, TimeProvider time)
{
    /// <summary>Of one device, while a broker that is silent may still answer; older ones go to the store before they are told.</summary>
    private const int MostUntold = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Untold>> _untold = new(StringComparer.Ordinal);
    private bool _isOpen;
    private bool _isFull;
    private long _number;

    /// <summary>The number of the newest value; a state made later holds it, or a newer one of the same entity.</summary>
    public long Newest
    {
        get
        {
            lock (_gate)
            {
                return _number;
            }
        }
    }

    /// <summary>A value is part of its device's state from now on.</summary>
    public void Published(Device device, KeyedValue value)
    {
        lock (_gate)
        {
            var untold = new Untold(++_number, device.Id, value, time.GetUtcNow());
            if (!_isOpen)
            {
                Keep(untold);
                return;
            }

            if (!_untold.TryGetValue(device.Id, out var waiting))
            {
                _untold[device.Id] = waiting = new();
            }

            waiting.Enqueue(untold);
            if (waiting.Count > MostUntold)
            {
                Keep(waiting.Dequeue());
            }
        }
    }

    /// <summary>A connection is there: states will tell what is published from now on.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _isOpen = true;
        }
    }

    /// <summary>The broker has acknowledged a state that was made when <paramref name="newest"/> was the newest number.</summary>
    public void Told(string device, long newest)
    {
        lock (_gate)
        {
            if (_untold.TryGetValue(device, out var waiting))
            {
                while (waiting.TryPeek(out var first) && first.Number <= newest)
                {
                    waiting.Dequeue();
                }
            }
        }
    }

    /// <summary>The connection is gone, or nothing may be said on it.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            foreach (var untold in _untold.Values.SelectMany(static each => each).OrderBy(static each => each.Number))
            {
                Keep(untold);
            }

            _untold.Clear();
        }
    }

    private void Keep(Untold untold)
    {
        var (dropped, isEmpty) = (history.Dropped, history.Count == 0);
        history.Add(untold.Device, untold.Value.Key, untold.Value.Value, untold.At);
        _isFull &= !isEmpty;
        if (history.Dropped > dropped && !_isFull)
        {
            _isFull = true;
            Log.HistoryFull(logger, history.Count, untold.Device);
        }
    }

    private readonly record struct Untold(long Number, string Device, KeyedValue Value, DateTimeOffset At);
}
