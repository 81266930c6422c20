using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>
/// Logs a loss of the broker once per outage, again when its cause changes, and reminds at growing intervals. A connection
/// that breaks within seconds does not end an outage.
/// </summary>
internal sealed class OutageLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan FirstReminder = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestReminder = TimeSpan.FromHours(6);

    /// <summary>A broker may make up as many causes as it likes.</summary>
    private const int MostCauses = 20;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long? _since;
    private long? _connected;
    private long _logged;
    private TimeSpan _reminder = FirstReminder;
    private int _tries;

    /// <summary>True after a connection that broke within seconds: the next one is not to be trusted at once.</summary>
    public bool IsShaky { get; private set; }

    /// <summary>A connection was accepted.</summary>
    public void Connected(string broker, string protocol, string clientId)
    {
        _connected = time.GetTimestamp();
        Log.Connected(logger, IsShaky ? LogLevel.Debug : LogLevel.Information, broker, protocol, clientId);
        if (!IsShaky)
        {
            Over(broker);
        }
    }

    /// <summary>A connection that was up is gone.</summary>
    /// <returns>True when it was told, false when it goes without saying.</returns>
    public bool Lost(string broker, string cause)
    {
        IsShaky = _connected is { } since && time.GetElapsedTime(since) < ReconnectDelay.Brief;
        _since ??= time.GetTimestamp();
        if (!IsShaky)
        {
            _told.Clear();
            _reminder = FirstReminder;
        }

        var told = IsDue($"{broker}: {cause}");
        Log.ConnectionLost(logger, told ? LogLevel.Warning : LogLevel.Debug, broker, cause);
        return told;
    }

    /// <summary>A connect failed.</summary>
    public void Failed(string broker, string cause, TimeSpan nextTry)
    {
        _since ??= time.GetTimestamp();
        _tries++;
        if (IsDue($"{broker}: {cause}"))
        {
            Log.ConnectFailed(logger, broker, cause, Math.Round(nextTry.TotalSeconds, 1));
        }
        else
        {
            Log.ConnectFailedAgain(logger, broker, _tries, cause);
        }
    }

    /// <summary>The connection is up, and is to be trusted.</summary>
    public void Over(string broker)
    {
        if (_since is { } since)
        {
            Log.Reconnected(logger, broker, Math.Round(time.GetElapsedTime(since).TotalSeconds, 1), _tries);
        }

        // What was told stays told: a connection that breaks again at once, for the same cause, is the same trouble.
        (_since, _tries, IsShaky) = (null, 0, false);
    }

    private bool IsDue(string cause)
    {
        var isReminder = _told.Count > 0 && time.GetElapsedTime(_logged) >= _reminder;
        if (isReminder)
        {
            _told.Clear();
            _reminder = Longer(_reminder);
        }

        if (_told.Count == MostCauses || !_told.Add(cause))
        {
            return false;
        }

        _logged = time.GetTimestamp();
        return true;
    }

    private static TimeSpan Longer(TimeSpan reminder) =>
        reminder * 2 < LongestReminder ? reminder * 2 : LongestReminder;
}
