using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Publishes on their way: those that wait, in order, for room in the send queue or in the in-flight window, and those
/// that wait for their last acknowledgement (MQTT 5 §4.3, §4.9). It outlives a connection, so that what a kept session
/// holds can be sent again (§4.4). All but <see cref="Publish"/> is called under the gate.
/// </summary>
internal sealed class PublishWindow
{
    private const byte FirstFailure = 0x80;

    private readonly Lock _gate;
    private readonly PacketIds _ids;
    private readonly Action<PublishOperation, CancellationToken> _cancel;
    private readonly LinkedList<PublishOperation> _waiting = [];
    private readonly Dictionary<ushort, InFlight> _inFlight = [];
    private readonly Queue<ushort> _again = [];
    private PublishWire? _wire;
    private MqttException? _ended = new("not connected to a broker");
    private TaskCompletionSource? _drained;
    private long _order;

    /// <summary>An empty window without a connection.</summary>
    /// <param name="gate">Guards all that the client shares between its loops and its callers.</param>
    /// <param name="ids">Identifiers, shared with the subscribe requests.</param>
    public PublishWindow(Lock gate, PacketIds ids)
    {
        (_gate, _ids) = (gate, ids);
        _cancel = Cancel;
    }

    public ValueTask<MqttReasonCode> Publish(in Publish packet, CancellationToken cancellationToken)
    {
        PublishOperation operation;
        lock (_gate)
        {
            if ((_ended ?? _wire!.Grant.Refusal(packet)) is { } refusal)
            {
                return ValueTask.FromException<MqttReasonCode>(refusal);
            }

            var mayGo = _waiting.Count == 0 && _again.Count == 0 && HasRoom(packet);
            if (mayGo && packet.Qos == 0)
            {
                _wire!.Send(packet);
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

    /// <summary>A connection begins: what an earlier one left is sent again, or has failed with its session.</summary>
    /// <param name="wire">Where packets go.</param>
    /// <param name="isResumed">The broker kept the session that the unacknowledged publishes belong to.</param>
    public void Attach(PublishWire wire, bool isResumed)
    {
        if (!isResumed)
        {
            FailInFlight(new MqttException("the broker has not kept the session: it may have the message or not"));
        }

        (_wire, _ended, _drained) = (wire, null, null);
        foreach (var (id, flight) in _inFlight.OrderBy(static flight => flight.Value.Order).ToArray())
        {
            if (flight.Received is null && wire.Grant.Refusal(flight.Packet) is { } refusal)
            {
                Forget(id);
                flight.Operation?.Fail(refusal);
            }
            else
            {
                _again.Enqueue(id);
            }
        }

        Pump();
    }

    /// <summary>A PUBACK has come. One that nobody waits for, a second one for example, changes nothing.</summary>
    public void Acknowledge(ushort id, byte reason)
    {
        if (Find(id, MqttQos.AtLeastOnce, PacketType.PubAck) is { } flight)
        {
            Complete(id, flight, (MqttReasonCode)reason);
        }
    }

    /// <summary>A PUBREC has come: the broker has the message, or refuses it for good (§4.3.3).</summary>
    public void Receive(ushort id, byte reason)
    {
        if (Find(id, MqttQos.ExactlyOnce, PacketType.PubRec) is not { } flight)
        {
            _wire?.Release(id, (byte)MqttReasonCode.PacketIdentifierNotFound);
        }
        else if (flight.Received is null && reason >= FirstFailure)
        {
            Complete(id, flight, (MqttReasonCode)reason);
        }
        else
        {
            // Releases go out again in the order in which the PUBRECs came (§4.6).
            _inFlight[id] = flight.Received is null ? flight.AsReceived(reason, ++_order) : flight;
            _wire?.Release(id);
        }
    }

    /// <summary>A PUBCOMP has come; what counts for the caller is what the PUBREC said.</summary>
    public void Complete(ushort id)
    {
        if (Find(id, MqttQos.ExactlyOnce, PacketType.PubComp) is { } flight)
        {
            Complete(id, flight, flight.Received ?? throw Unexpected(PacketType.PubComp));
        }
    }

    /// <summary>Sends what has waited for room, as far as there is room.</summary>
    public void Pump()
    {
        while (_again.TryPeek(out var id) && SendAgain(id))
        {
            _again.Dequeue();
        }

        while (_again.Count == 0 && _waiting.First is { } next && HasRoom(next.Value.Packet))
        {
            _waiting.RemoveFirst();
            if (next.Value.Packet.Qos == 0)
            {
                _wire!.Send(next.Value.Packet);
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
        _ended ??= new MqttException("the connection is being closed");
        _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Pump();
        return _drained.Task;
    }

    /// <summary>The connection has ended: fails what was never sent, and all that comes before the next one.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="isKept">The session goes on: what is unacknowledged waits for the next connection.</param>
    public void Detach(MqttException failure, bool isKept)
    {
        (_ended, _wire) = (failure, null);
        foreach (var operation in _waiting)
        {
            operation.Fail(failure);
        }

        _waiting.Clear();
        _again.Clear();
        if (!isKept)
        {
            FailInFlight(failure);
        }

        _drained?.TrySetResult();
    }

    private bool HasRoom(in Publish packet) => _wire is { } wire
        && !wire.IsFull
        && (packet.Qos == 0 || _inFlight.Count - _again.Count < wire.Limit);

    private InFlight? Find(ushort id, MqttQos qos, PacketType type)
    {
        if (!_inFlight.TryGetValue(id, out var flight))
        {
            return null;
        }

        return flight.Packet.Qos == (byte)qos ? flight : throw Unexpected(type);
    }

    private void Complete(ushort id, in InFlight flight, MqttReasonCode reason)
    {
        Forget(id);
        if (_wire is { } wire && flight.Operation is { } operation)
        {
            wire.Answered.Add(operation, reason);
        }
        else
        {
            flight.Operation?.Succeed(reason); // it came with the last bytes of a connection that has ended
        }

        Pump();
    }

    private void Forget(ushort id)
    {
        _inFlight.Remove(id);
        _ids.Return(id);
    }

    private void FailInFlight(MqttException failure)
    {
        foreach (var (id, flight) in _inFlight)
        {
            _ids.Return(id);
            flight.Operation?.Fail(failure);
        }

        _inFlight.Clear();
    }

    private void SendUnacknowledged(PublishOperation operation)
    {
        operation.Packet = operation.Packet with { Id = _ids.Take() };
        _inFlight.Add(operation.Packet.Id, new InFlight(operation.Packet, operation, ++_order));
        _wire!.Send(operation.Packet);
    }

    /// <summary>Sends one publish of the former connection, or its release; false when there is no room.</summary>
    private bool SendAgain(ushort id)
    {
        if (!_inFlight.TryGetValue(id, out var flight))
        {
            return true; // answered already
        }

        if (flight.Received is not null)
        {
            _wire?.Release(id); // takes no place in the window (§4.9)
            return true;
        }

        if (!HasRoom(flight.Packet))
        {
            return false;
        }

        _wire!.Send(flight.Packet with { Duplicate = true });
        return true;
    }

    private void Cancel(PublishOperation operation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var id = operation.Packet.Id;
            if (operation.Node.List is not null)
            {
                _waiting.Remove(operation.Node);
            }
            else if (_inFlight.TryGetValue(id, out var flight) && flight.Operation == operation)
            {
                _inFlight[id] = flight.WithoutCaller();
            }
            else
            {
                return; // it has its answer already
            }

            operation.Fail(new OperationCanceledException(cancellationToken));
            Pump();
        }
    }

    private static MqttProtocolException Unexpected(PacketType type) =>
        MqttProtocolException.ProtocolError($"{type} for a publish that waits for something else.");
}
