using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>
/// Remembers until the process ends. It stands alone for <c>state.path: memory</c>, and answers all reads of
/// <see cref="SqliteStateStore"/>.
/// </summary>
/// <param name="history">How much history it keeps; null for all that it is given.</param>
public sealed class MemoryStateStore(HistoryLimits? history = null) : IStateStore
{
    private static readonly ImmutableSortedDictionary<string, string> NothingKept =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LedgerRow> _ledger = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LastState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LearnedDevice> _learned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _dismissed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableSortedDictionary<string, string>> _kept = new(StringComparer.Ordinal);
    private Action<RowKey, bool>? _changed;
    private long _nextPosition;
    private string? _instance;

    /// <inheritdoc/>
    public bool IsNew { get; private set; } = true;

    /// <inheritdoc/>
    public string? Instance
    {
        get
        {
            lock (_gate)
            {
                return _instance;
            }
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<LedgerEntry> Ledger
    {
        get
        {
            lock (_gate)
            {
                return [.. _ledger.Values.OrderBy(static row => row.Position).Select(static row => row.Entry)];
            }
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Devices
    {
        get
        {
            lock (_gate)
            {
                return [.. _states.Keys.Concat(_learned.Keys).Concat(_kept.Keys).Concat(History.Devices)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Nothing is written, and nothing is wrong with that.</summary>
    public StoreHealth Health { get; } = new(0, 0, null);

    /// <inheritdoc/>
    public History History { get; } = new(history ?? HistoryLimits.None);

    /// <summary>Every row there is.</summary>
    internal ImmutableArray<RowKey> Rows
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _instance is null ? [] : new[] { new RowKey(RowKind.Instance, string.Empty) },
                    .. _ledger.Keys.Select(static topic => new RowKey(RowKind.Ledger, topic)),
                    .. _states.Keys.Select(static device => new RowKey(RowKind.LastState, device)),
                    .. _learned.Keys.Select(static device => new RowKey(RowKind.Learned, device)),
                    .. _dismissed.Keys.Select(static device => new RowKey(RowKind.Dismissed, device)),
                    .. _kept.SelectMany(static device =>
                        device.Value.Keys.Select(name => new RowKey(RowKind.Kept, device.Key, name))),
                    .. History.Rows,
                ];
            }
        }
    }

    /// <inheritdoc/>
    public void SetInstance(string instance)
    {
        lock (_gate)
        {
            _instance = instance;
            _changed?.Invoke(new RowKey(RowKind.Instance, string.Empty), false);
        }
    }

    /// <inheritdoc/>
    public void Enter(LedgerEntry entry)
    {
        lock (_gate)
        {
            var known = _ledger.TryGetValue(entry.Topic, out var row);
            if (known && row.Entry == entry)
            {
                return; // every announcement enters all topics again
            }

            _ledger[entry.Topic] = new LedgerRow(known ? row.Position : _nextPosition++, entry);
            _changed?.Invoke(new RowKey(RowKind.Ledger, entry.Topic), false);
        }
    }

    /// <inheritdoc/>
    public void Strike(string topic)
    {
        lock (_gate)
        {
            Forget(_ledger, RowKind.Ledger, topic);
        }
    }

    /// <inheritdoc/>
    public LastState? FindState(string device)
    {
        lock (_gate)
        {
            return _states.GetValueOrDefault(device);
        }
    }

    /// <inheritdoc/>
    public void SetState(string device, LastState state, bool soon = false)
    {
        lock (_gate)
        {
            _states[device] = state;
            _changed?.Invoke(new RowKey(RowKind.LastState, device), soon);
        }
    }

    /// <inheritdoc/>
    public LearnedDevice? FindLearned(string device)
    {
        lock (_gate)
        {
            return _learned.GetValueOrDefault(device);
        }
    }

    /// <inheritdoc/>
    public void SetLearned(string device, LearnedDevice learned)
    {
        lock (_gate)
        {
            _learned[device] = learned;
            _changed?.Invoke(new RowKey(RowKind.Learned, device), false);
        }
    }

    /// <inheritdoc/>
    public string? FindDismissed(string device)
    {
        lock (_gate)
        {
            return _dismissed.GetValueOrDefault(device);
        }
    }

    /// <inheritdoc/>
    public void SetDismissed(string device, string? fingerprint)
    {
        lock (_gate)
        {
            if (fingerprint is null)
            {
                Forget(_dismissed, RowKind.Dismissed, device);
            }
            else
            {
                _dismissed[device] = fingerprint;
                _changed?.Invoke(new RowKey(RowKind.Dismissed, device), false);
            }
        }
    }

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> FindKept(string device)
    {
        lock (_gate)
        {
            return _kept.GetValueOrDefault(device, NothingKept);
        }
    }

    /// <inheritdoc/>
    public void Keep(string device, string name, string? content)
    {
        lock (_gate)
        {
            var before = _kept.GetValueOrDefault(device, NothingKept);
            var after = content is null ? before.Remove(name) : before.SetItem(name, content);
            if (ReferenceEquals(before, after))
            {
                return; // the same as before
            }

            if (after.IsEmpty)
            {
                _kept.Remove(device);
            }
            else
            {
                _kept[device] = after;
            }

            _changed?.Invoke(new RowKey(RowKind.Kept, device, name), false);
        }
    }

    /// <inheritdoc/>
    public void TakeOver(string device, string before)
    {
        lock (_gate)
        {
            if (FindLearned(device) is null && FindLearned(before) is { } learned)
            {
                SetLearned(device, learned);
            }

            if (FindState(device) is null && FindState(before) is { } state)
            {
                SetState(device, state);
            }

            History.TakeOver(device, before);
            foreach (var (name, content) in FindKept(device).IsEmpty ? FindKept(before) : NothingKept)
            {
                Keep(device, name, content);
            }
        }
    }

    /// <inheritdoc/>
    public void ForgetDevice(string device)
    {
        lock (_gate)
        {
            foreach (var name in FindKept(device).Keys)
            {
                Keep(device, name, null);
            }

            History.Forget(device);
            Forget(_dismissed, RowKind.Dismissed, device);
            Forget(_states, RowKind.LastState, device);
            Forget(_learned, RowKind.Learned, device);
        }
    }

    /// <summary>Always false: nothing is on a disk.</summary>
    public ValueTask<bool> FlushAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Nothing to do.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The ledger row of a topic; null when there is none.</summary>
    internal LedgerRow? FindLedger(string topic)
    {
        lock (_gate)
        {
            return _ledger.TryGetValue(topic, out var row) ? row : null;
        }
    }

    /// <summary>Ends loading: what is here now was remembered, and each change from now on is told.</summary>
    internal void Watch(Action<RowKey, bool> changed)
    {
        lock (_gate)
        {
            IsNew = _instance is null && _ledger.Count + _states.Count + _learned.Count + _kept.Count == 0;
            _changed = changed;
            History.Watch(row => changed(row, false));
        }
    }

    private void Forget<T>(Dictionary<string, T> rows, RowKind kind, string key)
    {
        if (rows.Remove(key))
        {
            _changed?.Invoke(new RowKey(kind, key), false);
        }
    }
}
