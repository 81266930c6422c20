using Bridge.Host.Schedules;

namespace Bridge.Host.Runtime;

/// <summary>
/// The times of a schedule by the clock on the wall. That clock may be set at any moment: what it passed over is run
/// once, and what comes again after it was put back is run again.
/// </summary>
/// <param name="schedule">The times.</param>
/// <param name="phase">How long after them the device has its turn.</param>
/// <param name="time">The clock and its zone.</param>
internal sealed class SchedulePace(Schedule schedule, TimeSpan phase, TimeProvider time) : IPace
{
    /// <summary>How soon it is noticed that the clock was set.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>A clock that is corrected by so little does not make a time come twice.</summary>
    private static readonly TimeSpan Correction = TimeSpan.FromMinutes(5);

    private DateTimeOffset _last = time.GetUtcNow() - phase;
    private DateTimeOffset _next = schedule.Next(time.GetUtcNow() - phase, time.LocalTimeZone);

    /// <inheritdoc/>
    public TimeSpan Left
    {
        get
        {
            var now = time.GetUtcNow() - phase;
            if (After(now) is var next && next < _next)
            {
                _next = next;
            }

            return _next - now is var left && left < Look ? left : Look;
        }
    }

    /// <inheritdoc/>
    public void Pass()
    {
        var now = time.GetUtcNow() - phase;
        if (now >= _next)
        {
            (_last, _next) = (_next, After(now));
        }
    }

    private DateTimeOffset After(DateTimeOffset now) =>
        schedule.Next(_last > now && _last - now < Correction ? _last : now, time.LocalTimeZone);
}
