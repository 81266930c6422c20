namespace Bridge.Host.Runtime;

/// <summary>Pauses after failures in a row: they double, up to a limit.</summary>
internal static class RetryDelay
{
    /// <summary>The pause after <paramref name="failures"/> (1, 2, …) failures: <paramref name="first"/> · 2ⁿ, at most <paramref name="limit"/>.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan limit)
    {
        var doublings = Math.Clamp(failures - 1, 0, 30);
        var delay = first.Ticks <= limit.Ticks >> doublings ? first * (1L << doublings) : limit;
        return delay < limit ? delay : limit;
    }
}
