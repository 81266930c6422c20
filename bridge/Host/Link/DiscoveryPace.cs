namespace Bridge.Host.Link;

/// <summary>
/// Bounds how fast discovery messages follow each other: Home Assistant takes its time over each, and drops what its
/// broker no longer queues for it. What a usual house has leaves at once.
/// </summary>
internal sealed class DiscoveryPace(TimeProvider time)
{
    /// <summary>So many leave without a pause.</summary>
    private const int AtOnce = 300;

    /// <summary>The distance of all others.</summary>
    private static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(20);

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;

    /// <summary>Returns when the next may leave.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var now = time.GetElapsedTime(_start);
        _next = (_next > now ? _next : now) + Distance;
        var wait = _next - now - (Distance * AtOnce);
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
