using System.Threading.Tasks.Sources;

namespace Bridge.Mqtt.Transport;

/// <summary>Wakes the one task that waits, or the next one that will, ; allocates nothing.</summary>
internal sealed class AsyncSignal : IValueTaskSource, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core;
    private bool _isSet;
    private bool _isAwaited;

    /// <summary>Wakes it on the thread pool.</summary>
    public void Set()
    {
        if (TryTakeWaiter())
        {
            // Queued as itself: RunContinuationsAsynchronously would wrap the waiting task in a new object each time.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Wakes it on this thread.</summary>
    public void SetHere()
    {
        if (TryTakeWaiter())
        {
            _core.SetResult(true);
        }
    }

    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return ValueTask.CompletedTask;
            }

            _core.Reset();
            _isAwaited = true;
            return new ValueTask(this, _core.Version);
        }
    }

    private bool TryTakeWaiter()
    {
        lock (_gate)
        {
            var wasAwaited = _isAwaited;
            (_isAwaited, _isSet) = (false, _isSet || !wasAwaited);
            return wasAwaited;
        }
    }

    void IThreadPoolWorkItem.Execute() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
