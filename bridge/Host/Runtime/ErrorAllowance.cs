namespace Bridge.Host.Runtime;

/// <summary>
/// Bounds how many errors all devices together tell, whatever happens to them: a token bucket of 60, one more every 5 s.
/// Safe to use from several threads.
/// </summary>
internal sealed class ErrorAllowance(TimeProvider time)
{
    private const int Most = 60;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private TimeSpan _saved = Most * Every;
    private long _at = time.GetTimestamp();
    private int _withheld;

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (TryTakeOne())
            {
                return true;
            }

            _withheld++;
            return false;
        }
    }

    /// <summary>How many were refused since the last call, once there is room to say so; else 0.</summary>
    public int TakeWithheld()
    {
        lock (_gate)
        {
            if (_withheld == 0 || !TryTakeOne())
            {
                return 0;
            }

            var withheld = _withheld;
            _withheld = 0;
            return withheld;
        }
    }

    private bool TryTakeOne()
    {
        var now = time.GetTimestamp();
        var all = _saved + time.GetElapsedTime(_at, now);
        _at = now;
        _saved = all < Most * Every ? all : Most * Every;
        if (_saved < Every)
        {
            return false;
        }

        _saved -= Every;
        return true;
    }
}
