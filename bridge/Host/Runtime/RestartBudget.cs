namespace Bridge.Host.Runtime;

/// <summary>How often a task that fails by a bug is started again, and when; an hour without a bug restores all of it.</summary>
internal sealed class RestartBudget(TimeProvider time)
{
    /// <summary>Restarts in a row.</summary>
    public const int Most = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Good = TimeSpan.FromHours(1);

    private int _used;
    private long _last;

    /// <summary>Bugs in a row, the last one included.</summary>
    public int Bugs { get; private set; }

    /// <summary>Takes one; the pause before it, or null when none is left.</summary>
    public TimeSpan? Take()
    {
        if (_used > 0 && time.GetElapsedTime(_last) >= Good)
        {
            _used = 0;
        }

        _last = time.GetTimestamp();
        Bugs = _used + 1;
        return _used == Most ? null : FirstPause * (1 << _used++);
    }
}
