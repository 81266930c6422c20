using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>
/// How long to wait before the next connect: doubling with jitter up to a maximum; quickly once when a healthy connection
/// breaks; long when another client takes the connection over again and again.
/// </summary>
internal sealed class ReconnectDelay(TimeSpan first, TimeSpan maximum, Random random, TimeProvider time)
{
    /// <summary>A connection that does not last this long proves nothing.</summary>
    public static readonly TimeSpan Brief = TimeSpan.FromSeconds(10);

    /// <summary>After this long a connection is healthy, and what went before it is forgotten.</summary>
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan QuickRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TakenOverPause = TimeSpan.FromMinutes(1);

    private int _failures;
    private int _briefConnections;
    private bool _wasTaken;
    private long? _connected;
    private long? _quickRetry;

    /// <summary>True when the last connections ended as they do when two clients share an id.</summary>
    public bool TakenOver => _briefConnections >= 2;

    /// <summary>
    /// After this long a client with the same id that lost its connection to ours would be back, also when it makes the pause
    /// of a fight.
    /// </summary>
    public TimeSpan TwinTime => _wasTaken ? TakenOverPause * 1.5 : Brief;

    /// <summary>True when the last connection ended soon after it began, however that was, or was taken over.</summary>
    public bool WasBrief { get; private set; }

    /// <summary>A connection was accepted.</summary>
    public void Connected() => _connected = time.GetTimestamp();

    /// <summary>A connect failed; returns the pause.</summary>
    public TimeSpan AfterFailure()
    {
        // Whoever takes a connection over leaves the broker reachable.
        _briefConnections = 0;
        return Next();
    }

    /// <summary>A connection ended; returns the pause.</summary>
    public TimeSpan AfterLoss(MqttClosed closed)
    {
        var lasted = _connected is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        if (lasted >= Healthy)
        {
            (_failures, _briefConnections) = (0, 0);
        }

        var taken = closed.Reason == MqttReasonCode.SessionTakenOver
            || (lasted < Brief && closed.Cause == MqttCloseCause.ConnectionLost);
        WasBrief = taken || lasted < Brief;
        _wasTaken |= taken;
        _briefConnections = taken ? _briefConnections + 1 : 0;
        if (TakenOver)
        {
            var pause = Jitter(TakenOverPause);
            return pause > maximum ? maximum : pause;
        }

        // A broker that restarts is back soon: one quick try, but only one in a while.
        if (_quickRetry is not { } last || time.GetElapsedTime(last) >= Healthy)
        {
            _quickRetry = time.GetTimestamp();
            return Jitter(QuickRetry);
        }

        return Next();
    }

    private TimeSpan Next()
    {
        var delay = Jitter(RetryDelay.After(++_failures, first, maximum));
        return delay > maximum ? maximum : delay;
    }

    private TimeSpan Jitter(TimeSpan delay) => delay * (0.8 + (random.NextDouble() * 0.4));
}
