using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>
/// Remembers in a SQLite database. Memory answers and takes changes at once; a second after the first change they are
/// written in one transaction. While writing fails everything stays in memory, and all of it is written once it works.
/// </summary>
internal sealed class SqliteStateStore : IStateStore
{
    private static readonly TimeSpan WriteDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    private readonly MemoryStateStore _memory = new();
    private readonly DatabaseFile _file;
    private readonly FileStream _held;
    private readonly TimeProvider _time;
    private readonly Action<StoreEvent> _report;
    private readonly ITimer _timer;
    private readonly Lock _writing = new();
    private readonly Lock _gate = new();

    // Guarded by _writing; null while writing fails, and after the end.
    private SqliteDatabase? _database;
    private TimeSpan _retry = WriteDelay;
    private bool _disposed;

    // Guarded by _gate; the timer runs while rows wait or writing fails.
    private HashSet<RowKey> _dirty = [];
    private bool _failing;

    /// <summary>Takes over an open database and the hold on its file.</summary>
    public SqliteStateStore(
        DatabaseFile file, FileStream held, SqliteDatabase database, TimeProvider time, Action<StoreEvent> report)
    {
        (_file, _held, _database, _time, _report) = (file, held, database, time, report);
        _timer = time.CreateTimer(_ => WritePending(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var dropped = database.Load(_memory);
        if (dropped > 0)
        {
            report(new StoreEvent(
                StoreEventKind.RowsDropped, $"{dropped} rows of {file.Path} make no sense and are left out."));
        }

        _memory.Watch(Note);
    }

    /// <inheritdoc/>
    public bool IsNew => _memory.IsNew;

    /// <inheritdoc/>
    public string? Instance => _memory.Instance;

    /// <inheritdoc/>
    public ImmutableArray<LedgerEntry> Ledger => _memory.Ledger;

    /// <inheritdoc/>
    public ImmutableArray<string> Devices => _memory.Devices;

    /// <inheritdoc/>
    public void SetInstance(string instance) => _memory.SetInstance(instance);

    /// <inheritdoc/>
    public void Enter(LedgerEntry entry) => _memory.Enter(entry);

    /// <inheritdoc/>
    public void Strike(string topic) => _memory.Strike(topic);

    /// <inheritdoc/>
    public LastState? FindState(string device) => _memory.FindState(device);

    /// <inheritdoc/>
    public void SetState(string device, LastState state) => _memory.SetState(device, state);

    /// <inheritdoc/>
    public LearnedDevice? FindLearned(string device) => _memory.FindLearned(device);

    /// <inheritdoc/>
    public void SetLearned(string device, LearnedDevice learned) => _memory.SetLearned(device, learned);

    /// <inheritdoc/>
    public string? FindDismissed(string device) => _memory.FindDismissed(device);

    /// <inheritdoc/>
    public void SetDismissed(string device, string? fingerprint) => _memory.SetDismissed(device, fingerprint);

    /// <inheritdoc/>
    public void ForgetDevice(string device) => _memory.ForgetDevice(device);

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        await Task.Run(WritePending, CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Writes what is pending, closes the database and lets go of its file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        try
        {
            await Task.Run(Close).WaitAsync(CloseLimit, _time);
        }
        catch (TimeoutException)
        {
            // A disk that does not answer must not keep the process; what is on it is whole.
        }
    }

    private void Note(RowKey row)
    {
        lock (_gate)
        {
            if (_dirty.Add(row) && _dirty.Count == 1 && !_failing)
            {
                _timer.Change(WriteDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool WritePending()
    {
        lock (_writing)
        {
            if (_disposed)
            {
                return false;
            }

            var rows = TakeDirty();
            try
            {
                if (_database is null)
                {
                    _database = _file.Open();
                    _database.Write(_memory.Rows, _memory, replaceAll: true);
                    Recovered();
                }
                else if (rows.Count > 0)
                {
                    _database.Write(rows, _memory, replaceAll: false);
                }

                return true;
            }
            catch (Exception failure) when (DatabaseFile.IsUnusable(failure) || failure is StoreTooNewException)
            {
                Failed(failure);
                return false;
            }
        }
    }

    private HashSet<RowKey> TakeDirty()
    {
        lock (_gate)
        {
            var rows = _dirty;
            _dirty = [];
            return rows;
        }
    }

    // The connection is given up: whatever the file has become, memory holds all of it.
    private void Failed(Exception failure)
    {
        _database?.Dispose();
        _database = null;
        bool first;
        lock (_gate)
        {
            first = !_failing;
            _failing = true;
            _timer.Change(_retry, Timeout.InfiniteTimeSpan);
        }

        _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
        if (first)
        {
            _report(new StoreEvent(
                StoreEventKind.WriteFailed,
                $"{_file.Path} cannot be written: {failure.Message} State stays in memory and is written when it can be; "
                + "look at the free space and the permissions of its folder."));
        }
    }

    private void Recovered()
    {
        _retry = WriteDelay;
        lock (_gate)
        {
            _failing = false;
            if (_dirty.Count > 0)
            {
                _timer.Change(WriteDelay, Timeout.InfiniteTimeSpan);
            }
        }

        _report(new StoreEvent(StoreEventKind.WriteRecovered, $"{_file.Path} is written again; nothing was lost."));
    }

    private void Close()
    {
        WritePending();
        lock (_writing)
        {
            if (!_disposed)
            {
                _disposed = true;
                _database?.Dispose();
                _held.Dispose();
            }
        }
    }
}
