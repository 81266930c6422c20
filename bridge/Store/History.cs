using System.Collections.Immutable;
using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>
/// Values that could not be told when they came, in the order of their coming. When there are too many the oldest are
/// dropped and counted. Part of an <see cref="IStateStore"/>, and written as last states are. Safe to use from several
/// threads.
/// </summary>
public sealed class History
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<long, PastValue>> _devices = new(StringComparer.Ordinal);
    private readonly HistoryLimits _limits;
    private Action<RowKey>? _changed;
    private long _next;
    private int _count;

    internal History(HistoryLimits limits) => _limits = limits;

    /// <summary>How many values wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Values that were dropped since the start.</summary>
    public long Dropped { get; private set; }

    /// <summary>The devices of which values wait.</summary>
    public ImmutableArray<string> Devices
    {
        get
        {
            lock (_gate)
            {
                return [.. _devices.Keys];
            }
        }
    }

    /// <summary>Every row there is.</summary>
    internal IEnumerable<RowKey> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _devices.SelectMany(static device => device.Value.Keys.Select(number => Row(device.Key, number)))];
            }
        }
    }

    /// <summary>Adds a value as the newest.</summary>
    public void Add(string device, string entity, Value value, DateTimeOffset at)
    {
        lock (_gate)
        {
            Put(new PastValue(_next, device, entity, value, DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds())));
            while (_devices[device].Count > _limits.Device)
            {
                Drop(device);
            }

            while (_count > _limits.Total)
            {
                Drop(_devices.MinBy(static each => each.Value.Keys.First()).Key);
            }
        }
    }

    /// <summary>The oldest values of the devices that <paramref name="wanted"/> names, oldest first.</summary>
    /// <param name="most">At most so many.</param>
    /// <param name="wanted">True for a device whose values are wanted.</param>
    public ImmutableArray<PastValue> Oldest(int most, Func<string, bool> wanted)
    {
        lock (_gate)
        {
            return
            [
                .. _devices.Where(device => wanted(device.Key)).SelectMany(device => device.Value.Values.Take(most))
                    .OrderBy(static value => value.Sequence).Take(most),
            ];
        }
    }

    /// <summary>All values of a device, oldest first.</summary>
    public ImmutableArray<PastValue> Of(string device) => Oldest(int.MaxValue, each => each == device);

    /// <summary>Forgets a value: it was told. One that is not there any more is no fault.</summary>
    public void Remove(PastValue value)
    {
        lock (_gate)
        {
            Take(value.Device, value.Sequence);
        }
    }

    /// <summary>Forgets all values of a device.</summary>
    internal void Forget(string device)
    {
        lock (_gate)
        {
            foreach (var value in Of(device))
            {
                Remove(value);
            }
        }
    }

    /// <summary>Gives a device the values of the id it had before.</summary>
    internal void TakeOver(string device, string before)
    {
        lock (_gate)
        {
            foreach (var value in Of(before))
            {
                Remove(value);
                Put(value with { Device = device });
            }
        }
    }

    /// <summary>The value of a row; null when it is gone.</summary>
    internal PastValue? Find(RowKey row)
    {
        lock (_gate)
        {
            return _devices.TryGetValue(row.Key, out var values) ? values.GetValueOrDefault(row.Sequence) : null;
        }
    }

    /// <summary>Puts a value back that was written before, with the place it had.</summary>
    internal void Load(PastValue value)
    {
        lock (_gate)
        {
            Put(value);
        }
    }

    /// <summary>Takes the values of another one in, before all of its own: they are older.</summary>
    internal void Adopt(History other)
    {
        var older = other.Oldest(int.MaxValue, static _ => true);
        lock (_gate)
        {
            // Values on their way to the broker are known by their place; theirs stays.
            var shift = _count == 0 || older.IsEmpty ? 0 : Oldest(1, static _ => true)[0].Sequence - older[^1].Sequence - 1;
            foreach (var value in older)
            {
                Put(value with { Sequence = value.Sequence + shift });
            }
        }
    }

    /// <summary>Ends loading: each change from now on is told.</summary>
    internal void Watch(Action<RowKey> changed)
    {
        lock (_gate)
        {
            _changed = changed;
        }
    }

    private static RowKey Row(string device, long sequence) => new(RowKind.History, device, Sequence: sequence);

    private void Put(PastValue value)
    {
        if (!_devices.TryGetValue(value.Device, out var values))
        {
            _devices[value.Device] = values = [];
        }

        values.Add(value.Sequence, value);
        _count++;
        _next = Math.Max(_next, value.Sequence + 1);
        _changed?.Invoke(Row(value.Device, value.Sequence));
    }

    private void Drop(string device)
    {
        Take(device, _devices[device].Keys.First());
        Dropped++;
    }

    private void Take(string device, long sequence)
    {
        if (!_devices.TryGetValue(device, out var values) || !values.Remove(sequence))
        {
            return;
        }

        if (values.Count == 0)
        {
            _devices.Remove(device);
        }

        _count--;
        _changed?.Invoke(Row(device, sequence));
    }
}
