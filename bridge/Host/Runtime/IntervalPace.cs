namespace Bridge.Host.Runtime;

/// <summary>
/// A grid of one interval that never drifts; each reading may be early or late on its own, within the jitter.
/// </summary>
/// <param name="interval">From one point of the grid to the next.</param>
/// <param name="jitter">The most that a reading is early or late; at most half of the interval.</param>
/// <param name="random">Draws it.</param>
/// <param name="time">The clock; its first point is now.</param>
internal sealed class IntervalPace(TimeSpan interval, TimeSpan jitter, Random? random, TimeProvider time) : IPace
{
    private readonly long _begin = time.GetTimestamp();
    private long _point;
    private TimeSpan _offset;

    /// <inheritdoc/>
    public TimeSpan Left => (_point * interval) + _offset - time.GetElapsedTime(_begin);

    /// <inheritdoc/>
    public void Pass()
    {
        if (Left > TimeSpan.Zero)
        {
            return; // the reading was an extra one, after a command or a fault
        }

        _point = Math.Max(_point, time.GetElapsedTime(_begin).Ticks / interval.Ticks) + 1;
        _offset = random is null ? TimeSpan.Zero : jitter * ((random.NextDouble() * 2) - 1);
    }
}
