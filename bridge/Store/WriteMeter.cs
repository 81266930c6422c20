namespace Bridge.Store;

/// <summary>Adds up what was written in the last 24 hours, by the hour. Used under its owner's lock.</summary>
/// <param name="interval">The time in which one transaction is within the budget.</param>
/// <param name="time">Tells the hours.</param>
internal sealed class WriteMeter(TimeSpan interval, TimeProvider time)
{
    private const int Hours = 24;

    private readonly (long Bytes, int Transactions)[] _hours = new (long, int)[Hours];
    private readonly long _started = time.GetTimestamp();
    private long _newest;

    /// <summary>Bytes of the last 24 hours.</summary>
    public long BytesPerDay
    {
        get
        {
            MoveOn();
            return _hours.Sum(static hour => hour.Bytes);
        }
    }

    /// <summary>Transactions in percent of the budget, with one decimal.</summary>
    public decimal BudgetUsed
    {
        get
        {
            MoveOn();
            var elapsed = time.GetElapsedTime(_started);
            var counted = elapsed < TimeSpan.FromHours(Hours) ? elapsed : TimeSpan.FromHours(Hours);
            var budget = Math.Max(1m, (decimal)counted.Ticks / interval.Ticks);
            return decimal.Round(100m * _hours.Sum(static hour => hour.Transactions) / budget, 1);
        }
    }

    /// <summary>Counts a transaction, or with 0 transactions a copy.</summary>
    public void Add(long bytes, int transactions = 1)
    {
        MoveOn();
        ref var hour = ref _hours[_newest % Hours];
        hour = (hour.Bytes + bytes, hour.Transactions + transactions);
    }

    private void MoveOn()
    {
        var now = time.GetElapsedTime(_started).Ticks / TimeSpan.TicksPerHour;
        for (var hour = Math.Max(_newest + 1, now - Hours + 1); hour <= now; hour++)
        {
            _hours[hour % Hours] = default;
        }

        _newest = now;
    }
}
