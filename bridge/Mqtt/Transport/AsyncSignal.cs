using System.Threading.Tasks.Sources;

namespace Bridge.Mqtt.Transport;

/// <summary>Wakes the one task that waits, or the next one that will; allocates nothing.</summary>
internal sealed class AsyncSignal : IValueTaskSource, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private Action<object?>? _waiter;
    private object? _state;
    private bool _isSet;

    /// <summary>Wakes it on the thread pool.</summary>
    public void Set()
    {
        if (IsWaker())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // as itself: no object is made for it
        }
    }

    /// <summary>Wakes it on this thread.</summary>
    public void SetHere()
    {
        if (IsWaker())
        {
            Wake();
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

            return new ValueTask(this, 0);
        }
    }

    void IThreadPoolWorkItem.Execute() => Wake();

    void IValueTaskSource.GetResult(short token)
    {
        // It has been woken: there is nothing to fetch.
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => ValueTaskSourceStatus.Pending;

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        lock (_gate)
        {
            (_waiter, _state) = (continuation, state);
            if (!_isSet)
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Whether somebody waits whom nobody is waking yet; sets the signal anyway.</summary>
    private bool IsWaker()
    {
        lock (_gate)
        {
            var isWaker = _waiter is not null && !_isSet;
            _isSet = true;
            return isWaker;
        }
    }

    private void Wake()
    {
        Action<object?> waiter;
        object? state;
        lock (_gate)
        {
            (waiter, state) = (_waiter!, _state);
            (_waiter, _state, _isSet) = (null, null, false);
        }

        waiter(state);
    }
}
