using System.Collections.Immutable;

namespace Bridge.Store;

/// <summary>
/// Remembers in a SQLite database. Memory answers and takes changes at once; what changed is written coalesced. While the
/// database cannot be used everything stays in memory, and all of it is written once it can.
/// </summary>
internal sealed class SqliteStateStore : IStateStore
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly MemoryStateStore _memory;
    private readonly DatabaseFile _file;
    private readonly DailyCopy _copy;
    private readonly PendingRows _pending;
    private readonly Action<StoreEvent> _report;
    private readonly TimeProvider _time;
    private readonly Lock _writing = new();
    private readonly Lock _figures = new();
    private readonly WriteMeter _meter; // guarded by _figures, as _problem is
    private string? _problem;

    // Guarded by _writing; null while the database cannot be used, and after the end.
    private SqliteDatabase? _database;
    private FileStream? _held;
    private bool _isRead;
    private bool _disposed;

    /// <summary>Puts a store together; nothing is touched until <see cref="Begin"/>.</summary>
    public SqliteStateStore(DatabaseFile file, StoreOptions options, TimeProvider time, Action<StoreEvent> report)
    {
        (_file, _time, _report) = (file, time, report);
        _memory = new(options.History);
        _copy = new(file, time, report);
        _pending = new(all => WritePending(all), options.WriteInterval, time);
        _meter = new(options.WriteInterval, time);
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
    public StoreHealth Health
    {
        get
        {
            lock (_figures)
            {
                return new StoreHealth(_meter.BytesPerDay, _meter.BudgetUsed, _problem);
            }
        }
    }

    /// <summary>Opens the database, or goes on without it until it can be used.</summary>
    /// <exception cref="StoreVersionException">Its schema must not be touched.</exception>
    /// <exception cref="StoreInUseException">Another process has it open.</exception>
    public IStateStore Begin()
    {
        try
        {
            Attach();
        }
        catch (Exception failure) when (DatabaseFile.IsUnusable(failure))
        {
            Detach();
            _isRead = _file.TryRead(_memory);
            _pending.Fail();
            Tell(
                StoreEventKind.InMemoryOnly,
                $"{_file.Path} cannot be used: {failure.Message} {(_isRead ? "It was read" : "Nothing of it was read")}; "
                + "state stays in memory and is written when it can be. "
                + "Look at state.path, the permissions of its folder and the free space.");
        }
        catch
        {
            Detach();
            throw;
        }

        _memory.Watch(_pending.Note);
        return this;
    }

    /// <inheritdoc/>
    public void SetInstance(string instance) => _memory.SetInstance(instance);

    /// <inheritdoc/>
    public void Enter(LedgerEntry entry) => _memory.Enter(entry);

    /// <inheritdoc/>
    public void Strike(string topic) => _memory.Strike(topic);

    /// <inheritdoc/>
    public LastState? FindState(string device) => _memory.FindState(device);

    /// <inheritdoc/>
    public void SetState(string device, LastState state, bool soon = false) => _memory.SetState(device, state, soon);

    /// <inheritdoc/>
    public LearnedDevice? FindLearned(string device) => _memory.FindLearned(device);

    /// <inheritdoc/>
    public void SetLearned(string device, LearnedDevice learned) => _memory.SetLearned(device, learned);

    /// <inheritdoc/>
    public string? FindDismissed(string device) => _memory.FindDismissed(device);

    /// <inheritdoc/>
    public void SetDismissed(string device, string? fingerprint) => _memory.SetDismissed(device, fingerprint);

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> FindKept(string device) => _memory.FindKept(device);

    /// <inheritdoc/>
    public void Keep(string device, string name, string? content) => _memory.Keep(device, name, content);

    /// <inheritdoc/>
    public History History => _memory.History;

    /// <inheritdoc/>
    public void TakeOver(string device, string before) => _memory.TakeOver(device, before);

    /// <inheritdoc/>
    public void ForgetDevice(string device) => _memory.ForgetDevice(device);

    /// <inheritdoc/>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        await Task.Run(() => WritePending(all: true), CancellationToken.None).WaitAsync(cancellationToken);

    /// <summary>Writes what is pending, closes the database and lets go of its file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pending.DisposeAsync();
        try
        {
            await Task.Run(Close).WaitAsync(CloseLimit, _time);
        }
        catch (TimeoutException)
        {
            // A disk that does not answer must not keep the process; what is on it is whole.
        }
    }

    private bool WritePending(bool all)
    {
        lock (_writing)
        {
            if (_disposed)
            {
                return false;
            }

            try
            {
                if (_database is null)
                {
                    WriteAll();
                }
                else if (_pending.Take(all) is { Count: > 0 } rows)
                {
                    Count(_database.Write(rows, _memory, replaceAll: false));
                }

                Count(_copy.MakeWhenDue(_database!), transactions: 0);
                return true;
            }
            catch (Exception failure) when (DatabaseFile.IsUnusable(failure)
                || failure is StoreVersionException or StoreInUseException)
            {
                Failed(failure);
                return false;
            }
        }
    }

    private void Attach()
    {
        _held ??= _file.Hold();
        _database = _file.Open(restores: !_isRead);
        if (_isRead)
        {
            return;
        }

        var found = new MemoryStateStore();
        var dropped = _database.Load(found);
        _memory.Adopt(found);
        _isRead = true;
        _copy.Begin(isNew: found.Rows.IsEmpty);
        if (dropped > 0)
        {
            _report(new StoreEvent(
                StoreEventKind.RowsDropped, $"{dropped} rows of {_file.Path} make no sense and are left out."));
        }
    }

    // The connection was given up: whatever the file has become, memory holds all of it.
    private void WriteAll()
    {
        Attach();
        _pending.Take(all: true);
        Count(_database!.Write(_memory.Rows, _memory, replaceAll: true));
        _pending.Recover();
        Tell(StoreEventKind.WriteRecovered, $"{_file.Path} is written again; nothing was lost.");
    }

    private void Failed(Exception failure)
    {
        _database?.Dispose();
        _database = null;
        if (_pending.Fail())
        {
            Tell(
                StoreEventKind.WriteFailed,
                $"{_file.Path} cannot be written: {failure.Message} State stays in memory and is written when it can be; "
                + "look at the free space and the permissions of its folder.");
        }
    }

    private void Tell(StoreEventKind kind, string message)
    {
        lock (_figures)
        {
            _problem = kind == StoreEventKind.WriteRecovered ? null : message;
        }

        _report(new StoreEvent(kind, message));
    }

    private void Count(long bytes, int transactions = 1)
    {
        lock (_figures)
        {
            _meter.Add(bytes, transactions);
        }
    }

    private void Close()
    {
        WritePending(all: true);
        lock (_writing)
        {
            if (_disposed)
            {
                return;
            }

            if (_database is not null)
            {
                _copy.MakeFirst(_database);
            }

            _disposed = true;
            Detach();
        }
    }

    private void Detach()
    {
        _database?.Dispose();
        _held?.Dispose();
        (_database, _held) = (null, null);
    }
}
