using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>Logs a loss of the broker once per outage, again when its cause changes, and reminds at growing intervals.</summary>
internal sealed class OutageLog(string broker, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan FirstReminder = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestReminder = TimeSpan.FromHours(6);

    private long? _since;
    private long _logged;
    private TimeSpan _reminder = FirstReminder;
    private int _tries;
    private string? _cause;

    /// <summary>A connection that was up is gone.</summary>
    public void Lost(string cause)
    {
        _since ??= time.GetTimestamp();
        Log.ConnectionLost(logger, broker, cause);
    }

    /// <summary>A connect failed.</summary>
    public void Failed(string cause, TimeSpan nextTry)
    {
        _since ??= time.GetTimestamp();
        _tries++;
        var changed = _cause != cause;
        if (changed || time.GetElapsedTime(_logged) >= _reminder)
        {
            _reminder = changed ? FirstReminder : Longer(_reminder);
            _cause = cause;
            _logged = time.GetTimestamp();
            Log.ConnectFailed(logger, broker, cause, Math.Round(nextTry.TotalSeconds, 1));
        }
        else
        {
            Log.ConnectFailedAgain(logger, broker, _tries, cause);
        }
    }

    /// <summary>The connection is up.</summary>
    public void Over()
    {
        if (_since is { } since)
        {
            Log.Reconnected(logger, broker, Math.Round(time.GetElapsedTime(since).TotalSeconds, 1), _tries);
        }

        (_since, _cause, _tries, _reminder) = (null, null, 0, FirstReminder);
    }

    private static TimeSpan Longer(TimeSpan reminder) =>
        reminder * 2 < LongestReminder ? reminder * 2 : LongestReminder;
}
