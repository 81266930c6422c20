namespace Bridge.Store;

/// <summary>
/// Rows that wait to be written. Last states and history change all the time and wait for their interval; all else, and a
/// last state with an output that moved, is written soon.
/// While writing fails the rows are only noted, and the retries have the timer.
/// </summary>
/// <param name="write">Writes what <see cref="Take"/> gives; true asks for all rows.</param>
/// <param name="interval">How long last states and history wait.</param>
/// <param name="time">Paces both.</param>
internal sealed class PendingRows(Action<bool> write, TimeSpan interval, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan SoonDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly ITimer _soonTimer = Timer(time, () => write(false));
    private readonly ITimer _slowTimer = Timer(time, () => write(true));
    private HashSet<RowKey> _soon = [];
    private HashSet<RowKey> _slow = [];
    private TimeSpan _retry = SoonDelay;
    private bool _failing;

    /// <summary>Adds a row and sets its timer.</summary>
    public void Note(RowKey row, bool soon)
    {
        var isSlow = !soon && row.Kind is RowKind.LastState or RowKind.History;
        lock (_gate)
        {
            var rows = isSlow ? _slow : _soon;
            if (rows.Add(row) && rows.Count == 1 && !_failing)
            {
                Start(isSlow ? _slowTimer : _soonTimer, isSlow ? interval : SoonDelay);
            }
        }
    }

    /// <summary>Takes the rows out: all, or those that are written soon.</summary>
    public IReadOnlyCollection<RowKey> Take(bool all)
    {
        lock (_gate)
        {
            var rows = _soon;
            _soon = [];
            if (all)
            {
                rows.UnionWith(_slow);
                _slow = [];
                Start(_slowTimer, Timeout.InfiniteTimeSpan);
            }

            return rows;
        }
    }

    /// <summary>Writing failed: it is tried again after a pause that grows. True the first time.</summary>
    public bool Fail()
    {
        lock (_gate)
        {
            var first = !_failing;
            _failing = true;
            Start(_slowTimer, _retry);
            Start(_soonTimer, Timeout.InfiniteTimeSpan);
            _retry = _retry * 2 < LongestRetry ? _retry * 2 : LongestRetry;
            return first;
        }
    }

    /// <summary>Writing works again.</summary>
    public void Recover()
    {
        lock (_gate)
        {
            (_failing, _retry) = (false, SoonDelay);
            Start(_soonTimer, _soon.Count > 0 ? SoonDelay : Timeout.InfiniteTimeSpan);
            Start(_slowTimer, _slow.Count > 0 ? interval : Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Stops the timers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _soonTimer.DisposeAsync();
        await _slowTimer.DisposeAsync();
    }

    private static ITimer Timer(TimeProvider time, Action due) =>
        time.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private static void Start(ITimer timer, TimeSpan delay) => timer.Change(delay, Timeout.InfiniteTimeSpan);
}
