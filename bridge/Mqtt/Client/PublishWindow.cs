using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Publishes on their way: those that wait, in order, for room in the send queue or in the in-flight window, and those
/// that wait for their PUBACK (MQTT 5 §4.9). All but <see cref="Publish"/> is called under the connection's gate.
/// </summary>
internal sealed class PublishWindow
{
    private readonly Lock _gate;
    private readonly SendQueue _queue;
    private readonly PacketIds _ids;
    private readonly int _limit;
    private readonly ProtocolLevel _level;
    private readonly Action<PublishOperation, CancellationToken> _cancel;
    private readonly LinkedList<PublishOperation> _waiting = [];

    // Null for one whose caller has given up: its identifier stays taken until the broker answers.
    private readonly Dictionary<ushort, PublishOperation?> _unacknowledged = [];
    private MqttException? _ended;
    private TaskCompletionSource? _drained;

    /// <summary>An empty window.</summary>
    /// <param name="gate">The connection's.</param>
    /// <param name="queue">Where packets go.</param>
    /// <param name="ids">Identifiers, shared with the subscribe requests.</param>
    /// <param name="limit">How many QoS 1 messages may be unacknowledged.</param>
    /// <param name="level">Version spoken.</param>
    public PublishWindow(Lock gate, SendQueue queue, PacketIds ids, int limit, ProtocolLevel level)
    {
        (_gate, _queue, _ids, _limit, _level) = (gate, queue, ids, limit, level);
        _cancel = Cancel;
    }

    public ValueTask<MqttReasonCode> Publish(in Publish packet, CancellationToken cancellationToken)
    {
        PublishOperation operation;
        lock (_gate)
        {
            if (_ended is not null)
            {
                return ValueTask.FromException<MqttReasonCode>(_ended);
            }

            var mayGo = _waiting.Count == 0 && HasRoom(packet);
            if (mayGo && packet.Qos == 0)
            {
                Send(packet);
                return ValueTask.FromResult(MqttReasonCode.Success);
            }

            operation = PublishOperation.Rent(packet);
            if (mayGo)
            {
                SendUnacknowledged(operation);
            }
            else
            {
                _waiting.AddLast(operation.Node);
            }
        }

        return operation.Await(_cancel, cancellationToken);
    }

    /// <summary>A PUBACK has come. One that nobody waits for, a second one for example, changes nothing.</summary>
    public void Acknowledge(PubAck ack)
    {
        if (_unacknowledged.Remove(ack.Id, out var operation))
        {
            _ids.Return(ack.Id);
            operation?.Succeed((MqttReasonCode)ack.Reason);
            Pump();
        }
    }

    /// <summary>Sends what has waited for room, as far as there is room.</summary>
    public void Pump()
    {
        while (_waiting.First is { } next && HasRoom(next.Value.Packet))
        {
            _waiting.RemoveFirst();
            if (next.Value.Packet.Qos == 0)
            {
                Send(next.Value.Packet);
                next.Value.Succeed(MqttReasonCode.Success);
            }
            else
            {
                SendUnacknowledged(next.Value);
            }
        }

        if (_waiting.Count == 0)
        {
            _drained?.TrySetResult();
        }
    }

    /// <summary>Refuses new messages; the task completes when none waits for room any more.</summary>
    public Task DrainAsync()
    {
        _ended ??= new MqttException("The connection is being closed.");
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pump();
        return _drained.Task;
    }

    /// <summary>The connection has ended: fails what is on its way and all that comes later.</summary>
    public void Fail(MqttException failure)
    {
        _ended = failure;
        foreach (var operation in _waiting.Concat(_unacknowledged.Values.OfType<PublishOperation>()))
        {
            operation.Fail(failure);
        }

        _waiting.Clear();
        _unacknowledged.Clear();
        _drained?.TrySetResult();
    }

    private bool HasRoom(in Publish packet) =>
        _queue.Queued < SendQueue.Capacity && (packet.Qos == 0 || _unacknowledged.Count < _limit);

    private void SendUnacknowledged(PublishOperation operation)
    {
        operation.Packet = operation.Packet with { Id = _ids.Take() };
        _unacknowledged.Add(operation.Packet.Id, operation);
        Send(operation.Packet);
    }

    private void Send(in Publish packet)
    {
        packet.Write(_queue.Output, _level);
        _queue.Flush();
    }

    private void Cancel(PublishOperation operation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (operation.Node.List is not null)
            {
                _waiting.Remove(operation.Node);
            }
            else if (_unacknowledged.GetValueOrDefault(operation.Packet.Id) == operation)
            {
                _unacknowledged[operation.Packet.Id] = null;
            }
            else
            {
                return; // it has its answer already
            }

            operation.Fail(new OperationCanceledException(cancellationToken));
            Pump();
        }
    }
}
