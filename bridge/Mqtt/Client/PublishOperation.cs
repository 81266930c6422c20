using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;
using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>One publish that waits, for room or for its acknowledgement; pooled, so that waiting allocates nothing.</summary>
internal sealed class PublishOperation : IValueTaskSource<MqttReasonCode>
{
    private const int KeptInPool = 200;
    private static readonly ConcurrentQueue<PublishOperation> Pool = [];

    private ManualResetValueTaskSourceCore<MqttReasonCode> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private Action<PublishOperation, CancellationToken>? _cancel;
    private int _left;

    private PublishOperation() => Node = new LinkedListNode<PublishOperation>(this);

    /// <summary>Its place among those that wait for room.</summary>
    public LinkedListNode<PublishOperation> Node { get; }

    /// <summary>The message; its identifier is set when it goes to the wire.</summary>
    public Publish Packet { get; set; }

    public static PublishOperation Rent(in Publish packet)
    {
        var operation = Pool.TryDequeue(out var pooled) ? pooled : new PublishOperation();
        operation.Packet = packet;
        return operation;
    }

    /// <summary>What the caller awaits. To be called once, outside the gate, when the operation is in its place.</summary>
    public ValueTask<MqttReasonCode> Await(
        Action<PublishOperation, CancellationToken> cancel, CancellationToken cancellationToken)
    {
        var task = new ValueTask<MqttReasonCode>(this, _core.Version);
        if (cancellationToken.CanBeCanceled)
        {
            _cancel = cancel;
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((PublishOperation)state!).Cancel(token), this);
        }

        return task;
    }

    /// <summary>Lets the caller go on, on the thread pool.</summary>
    public void Succeed(MqttReasonCode reason)
    {
        _core.SetResult(reason);
        Leave();
    }

    /// <summary>Lets the caller go on here and now; see <see cref="Completions"/>.</summary>
    public void SucceedHere(MqttReasonCode reason)
    {
        _core.RunContinuationsAsynchronously = false;
        Succeed(reason);
    }

    /// <summary>Lets the caller go on with a failure, on the thread pool.</summary>
    public void Fail(Exception failure)
    {
        _core.SetException(failure);
        Leave();
    }

    MqttReasonCode IValueTaskSource<MqttReasonCode>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _cancellation.Dispose(); // waits for a callback that is just running
            Leave();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<MqttReasonCode>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<MqttReasonCode>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken) => _cancel!(this, cancellationToken);

    /// <summary>
    /// Whoever leaves last, caller or answer, gives the operation back: a caller can have its result while the setting of
    /// it has not returned yet, and that would then meet the next user's.
    /// </summary>
    private void Leave()
    {
        if (Interlocked.Increment(ref _left) < 2)
        {
            return;
        }

        _left = 0;
        _cancellation = default;
        _cancel = null;
        Packet = default;
        _core.Reset();
        _core.RunContinuationsAsynchronously = true;
        if (Pool.Count < KeptInPool)
        {
            Pool.Enqueue(this);
        }
    }
}
