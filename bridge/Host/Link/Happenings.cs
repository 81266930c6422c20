using Bridge.Devices.Model;
using Bridge.Host.Runtime;

namespace Bridge.Host.Link;

/// <summary>
/// What happened and is to be told now or never: a press of a button that is told an hour later opens a door for nobody.
/// So without a connection nothing waits, on one nothing waits for long, and what is not told is counted. Safe to use
/// from several threads.
/// </summary>
/// <param name="outbox">Is woken for each.</param>
/// <param name="time">The clock.</param>
internal sealed class Happenings(Outbox outbox, TimeProvider time)
{
    /// <summary>How long one is news.</summary>
    public static readonly TimeSpan News = TimeSpan.FromSeconds(5);

    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly Queue<Happening> _waiting = new();
    private readonly Dictionary<Device, long> _dropped = [];
    private int _untold;
    private bool _isOpen;

    /// <summary>Something happened.</summary>
    public void Note(Device device, DeviceEvent happened)
    {
        lock (_gate)
        {
            if (!_isOpen)
            {
                Drop(device);
                return;
            }

            if (_waiting.Count == Most)
            {
                Drop(_waiting.Dequeue().Device);
            }

            _waiting.Enqueue(new(device, happened, time.GetTimestamp()));
        }

        outbox.Wake();
    }

    /// <summary>The next one to tell; null for none.</summary>
    public (Device Device, DeviceEvent Happened)? Take()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (time.GetElapsedTime(next.At) <= News)
                {
                    return (next.Device, next.Happened);
                }

                Drop(next.Device);
            }

            return null;
        }
    }

    /// <summary>A connection is there. How many were not told since the last time that this was asked.</summary>
    public int Open()
    {
        lock (_gate)
        {
            _isOpen = true;
            var untold = _untold;
            _untold = 0;
            return untold;
        }
    }

    /// <summary>The connection is gone, or nothing may be said on it.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            while (_waiting.TryDequeue(out var left))
            {
                Drop(left.Device);
            }
        }
    }

    /// <summary>How many of a device were not told.</summary>
    public long DroppedOf(Device device)
    {
        lock (_gate)
        {
            return _dropped.GetValueOrDefault(device);
        }
    }

    private void Drop(Device device)
    {
        _dropped[device] = _dropped.GetValueOrDefault(device) + 1;
        _untold++;
    }

    private readonly record struct Happening(Device Device, DeviceEvent Happened, long At);
}
