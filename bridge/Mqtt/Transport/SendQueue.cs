using System.Buffers;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Transport;

/// <summary>
/// What waits for the wire: packets are serialised into one buffer while another is being written, so that everything
/// queued meanwhile leaves in one write.
/// </summary>
/// <param name="transport">Where it goes.</param>
/// <param name="time">Tells how long a write takes.</param>
/// <param name="gate">Guards the queue; its owner holds it while writing to <see cref="Output"/>.</param>
internal sealed class SendQueue(IMqttTransport transport, TimeProvider time, Lock gate) : IDisposable
{
    /// <summary>Queued bytes from which a sender should wait.</summary>
    public const int Capacity = 64 * 1024;

    private readonly AsyncSignal _signal = new();
    private PacketBuffer _queued = new();
    private PacketBuffer _leaving = new();
    private bool _isComplete;
    private long _lastSent = time.GetTimestamp();
    private long _writingSince;
    private int _heldBackBy;
    private volatile bool _isHeldBack;

    /// <summary>Where packets are written, under the gate; <see cref="Flush"/> sends them.</summary>
    public IBufferWriter<byte> Output => _queued;

    /// <summary>Bytes not yet taken for a write. Under the gate.</summary>
    public int Queued => _queued.Length;

    /// <summary>Timestamp of the last completed write.</summary>
    public long LastSent => Volatile.Read(ref _lastSent);

    /// <summary>Timestamp at which the write in progress began; null when there is none.</summary>
    public long? WritingSince => Volatile.Read(ref _writingSince) is var since and not 0 ? since : null;

    /// <summary>Sends what has been written to <see cref="Output"/>.</summary>
    public void Flush()
    {
        if (Volatile.Read(ref _heldBackBy) == Environment.CurrentManagedThreadId)
        {
            _isHeldBack = true;
        }
        else
        {
            _signal.Set();
        }
    }

    /// <summary>What this thread writes is sent at its <see cref="LetGo"/>, in one write.</summary>
    public void HoldBack() => Volatile.Write(ref _heldBackBy, Environment.CurrentManagedThreadId);

    /// <summary>Sends what this thread held back; the write begins on this thread.</summary>
    public void LetGo()
    {
        Interlocked.CompareExchange(ref _heldBackBy, 0, Environment.CurrentManagedThreadId);
        if (_isHeldBack)
        {
            _isHeldBack = false;
            _signal.SetHere();
        }
    }

    /// <summary>Sends what any thread holds back.</summary>
    public void Release()
    {
        Volatile.Write(ref _heldBackBy, 0);
        _signal.Set();
    }

    /// <summary>Ends <see cref="RunAsync"/> when all that is queued has been sent.</summary>
    public void Complete()
    {
        lock (gate)
        {
            _isComplete = true;
        }

        _signal.Set();
    }

    /// <summary>The send loop. <paramref name="taken"/> runs under the gate when there is room again.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public async Task RunAsync(Action taken, CancellationToken cancellationToken)
    {
        while (true)
        {
            bool isComplete;
            lock (gate)
            {
                (_queued, _leaving) = (_leaving, _queued);
                isComplete = _isComplete;
                taken();
            }

            if (_leaving.Length > 0)
            {
                await WriteAsync(cancellationToken);
            }
            else if (isComplete)
            {
                return;
            }
            else
            {
                await _signal.WaitAsync();
            }
        }
    }

    /// <summary>Gives the buffers back; the loop must have ended.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            _queued.Dispose();
            _leaving.Dispose();
        }
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _writingSince, Math.Max(time.GetTimestamp(), 1));
        await transport.WriteAsync(_leaving.Written, cancellationToken);
        _leaving.Clear();
        Volatile.Write(ref _lastSent, time.GetTimestamp());
        Volatile.Write(ref _writingSince, 0);
    }
}
