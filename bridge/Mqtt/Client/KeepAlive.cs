using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Pings when one side has been silent for the keep-alive interval, and gives the peer up when nothing has come from it,
/// or it has not taken a byte, for one and a half (MQTT 5 §3.1.2.10).
/// </summary>
internal sealed class KeepAlive : IDisposable
{
    private readonly PacketReceiver _receiver;
    private readonly SendQueue _queue;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _ping;
    private readonly Action _giveUp;
    private readonly ITimer? _timer;
    private long _pinged;

    /// <summary>Begins to watch; an interval of zero watches nothing.</summary>
    public KeepAlive(
        PacketReceiver receiver, SendQueue queue, TimeSpan interval, TimeProvider time, Action ping, Action giveUp)
    {
        (_receiver, _queue, _interval, _time, _ping, _giveUp) = (receiver, queue, interval, time, ping, giveUp);
        _pinged = long.MinValue;
        if (interval > TimeSpan.Zero)
        {
            _timer = time.CreateTimer(
                static state => ((KeepAlive)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(interval, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Patience => _interval * 1.5;

    public void Dispose() => _timer?.Dispose();

    private void Check()
    {
        var lastArrival = _receiver.LastArrival;
        var silentFor = _time.GetElapsedTime(lastArrival);
        var stuckFor = _queue.WritingSince is { } since ? _time.GetElapsedTime(since) : TimeSpan.Zero;
        if (silentFor >= Patience || stuckFor >= Patience)
        {
            _giveUp();
            return;
        }

        var wait = Patience - (silentFor > stuckFor ? silentFor : stuckFor);
        if (_pinged <= lastArrival)
        {
            wait = Min(wait, PingWhenDue(silentFor));
        }

        _timer!.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Pings if it is time to; else says in how long.</summary>
    private TimeSpan PingWhenDue(TimeSpan silentFor)
    {
        var idleFor = _time.GetElapsedTime(_queue.LastSent);
        var untilPing = _interval - (silentFor > idleFor ? silentFor : idleFor);
        if (untilPing > TimeSpan.Zero)
        {
            return untilPing;
        }

        _pinged = _time.GetTimestamp();
        _ping();
        return _interval / 2;
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
