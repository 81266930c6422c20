using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Answered publishes whose callers are to go on. They do so on the thread that reads, after all that has arrived is
/// handled, so that what they publish then leaves in one write: no hop and no write a message. A caller that keeps that thread
/// for longer than <see cref="Patience"/> keeps nobody else: the reading goes on elsewhere, and so do the other callers.
/// </summary>
internal sealed class Completions : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Queue<(PublishOperation Operation, MqttReasonCode Reason)> _answered = [];
    private readonly SendQueue _queue;
    private readonly Action _takeOver;
    private readonly ITimer _watch;
    private int _round;
    private int _watchedRound;
    private bool _isRunning;
    private bool _isWatched;

    /// <summary>None yet.</summary>
    /// <param name="queue">Holds back what the callers publish, and must not for long.</param>
    /// <param name="takeOver">Starts another loop that reads, on another thread.</param>
    /// <param name="time">Clock of the patience.</param>
    public Completions(SendQueue queue, Action takeOver, TimeProvider time)
    {
        (_queue, _takeOver) = (queue, takeOver);
        _watch = time.CreateTimer(
            static state => ((Completions)state!).Watch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds one; its caller goes on with the next <see cref="Run"/>.</summary>
    public void Add(PublishOperation operation, MqttReasonCode reason)
    {
        lock (_gate)
        {
            _answered.Enqueue((operation, reason));
        }
    }

    /// <summary>Lets the callers go on.</summary>
    /// <returns>False when it took so long that another loop has taken over: this one is to end.</returns>
    public bool Run()
    {
        if (!TryBegin(out var round))
        {
            return true;
        }

        while (TryTake(round, out var answered))
        {
            answered.Operation.SucceedHere(answered.Reason);
        }

        return round == Volatile.Read(ref _round);
    }

    /// <summary>Ends the watch.</summary>
    public void Dispose() => _watch.Dispose();

    private bool TryBegin(out int round)
    {
        lock (_gate)
        {
            round = _round;
            if (_answered.Count == 0)
            {
                return false;
            }

            (round, _isRunning) = (++_round, true);
            StartWatch();
            return true;
        }
    }

    private bool TryTake(int round, out (PublishOperation Operation, MqttReasonCode Reason) answered)
    {
        lock (_gate)
        {
            answered = default;
            if (round != _round)
            {
                return false;
            }

            _isRunning = _answered.TryDequeue(out answered);
            return _isRunning;
        }
    }

    /// <summary>One timer for many rounds: setting it anew for each would cost more than the round.</summary>
    private void StartWatch()
    {
        if (!_isWatched)
        {
            _watchedRound = _round;
            _isWatched = _watch.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void Watch()
    {
        lock (_gate)
        {
            _isWatched = false;
            if (!_isRunning)
            {
                return;
            }

            if (_round != _watchedRound)
            {
                StartWatch();
                return;
            }

            _isRunning = false;
            _round++;
        }

        _queue.Release();
        _takeOver();
    }
}
