using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>One accepted connection: owns its transport, its two loops and its end.</summary>
internal sealed class Connection : IAsyncDisposable
{
    /// <summary>How long a last packet may take to leave, and a peer to close after our DISCONNECT.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private readonly ClientSession _session;
    private readonly Lock _gate;
    private readonly IMqttTransport _transport;
    private readonly PacketReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly SendQueue _queue;
    private readonly PublishWindow _publishes;
    private readonly Deliveries _deliveries;
    private readonly Completions _answered;
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<MqttClosed> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<MqttClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttClosed? _requested;
    private Task _sending = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    /// <summary>A connection whose CONNECT the broker has accepted.</summary>
    public Connection(
        (IMqttTransport Transport, PacketReceiver Receiver, Grant Grant) accepted,
        ClientSession session,
        Inbox inbox,
        TimeProvider time)
    {
        (_transport, _receiver, Grant) = accepted;
        (_session, _gate, _publishes, _time) = (session, session.Gate, session.Publishes, time);
        _queue = new SendQueue(_transport, time, _gate);
        _answered = new Completions(_queue, () => _ = OwnThread.RunAsync(ReceiveAsync), time);
        Requests = new Requests(session, _queue, Grant);
        _deliveries = new Deliveries(
            inbox, session, _receiver.MaximumPacketSize, id => Acknowledge(PacketType.PubAck, id));
    }

    public Grant Grant { get; }

    public Requests Requests { get; }

    public bool IsOpen => !_ending.Task.IsCompleted && _requested is null;

    /// <summary>Completes when the connection has ended, and nothing of it is left.</summary>
    public Task<MqttClosed> Closed => _closed.Task;

    /// <summary>Takes the session over and starts the loops; they run until the connection ends.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _session.Attach(new PublishWire(_queue, _answered, Grant), id => Acknowledge(PacketType.PubRec, id));
        }

        _running = RunAsync();
    }

    public async Task DisconnectAsync(bool publishWill, CancellationToken cancellationToken)
    {
        var reason = publishWill ? MqttReasonCode.DisconnectWithWill : MqttReasonCode.Success;
        var closed = new MqttClosed(MqttCloseCause.Requested, reason, "disconnected as asked");
        try
        {
            Task drained;
            lock (_gate)
            {
                _requested = closed;
                drained = _publishes.DrainAsync();
            }

            await drained.WaitAsync(cancellationToken);
            await SayLastAsync(publishWill ? reason : null).WaitAsync(cancellationToken);
            await WaitBrieflyAsync(_received.Task, cancellationToken);
        }
        finally
        {
            End(closed);
            await _running;
        }
    }

    /// <summary>Ends the connection without a word, and waits until nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        End(Endings.Aborted);
        await _running;
    }

    private void End(MqttClosed closed) => _ending.TrySetResult(_requested ?? closed);

    private async Task RunAsync()
    {
        _sending = SendAsync();
        _ = OwnThread.RunAsync(ReceiveAsync);
        using var keepAlive = new KeepAlive(
            _receiver, _queue, Grant.Session.KeepAlive, _time, Ping, () => End(Endings.NoSignOfLife));
        var closed = await _ending.Task;
        try
        {
            if (closed is { Cause: MqttCloseCause.ProtocolError, Reason: { } reason })
            {
                await WaitBrieflyAsync(SayLastAsync(reason), CancellationToken.None);
            }
        }
        finally
        {
            await TearDownAsync(closed);
        }
    }

    private async Task TearDownAsync(MqttClosed closed)
    {
        var failure = new MqttException($"connection ended: {closed.Message}");
        lock (_gate)
        {
            _session.Detach(failure);
            Requests.Fail(failure);
        }

        await _stop.CancelAsync();
        _queue.Complete();
        await _transport.DisposeAsync();
        try
        {
            await Task.WhenAll(_sending, _received.Task);
        }
        finally
        {
            _answered.Dispose();
            _queue.Dispose();
            _receiver.Dispose();
            _stop.Dispose();
            _closed.TrySetResult(closed);
        }
    }

    /// <summary>Sends DISCONNECT behind all that is queued, and nothing after it.</summary>
    private async Task SayLastAsync(MqttReasonCode? reason)
    {
        lock (_gate)
        {
            if (!_ending.Task.IsCompleted || reason is not null)
            {
                new Disconnect((byte)(reason ?? MqttReasonCode.Success)).Write(_queue.Output, Grant.Level);
            }
        }

        _queue.Complete();
        await _sending;
        _transport.FinishWriting();
    }

    private async Task SendAsync()
    {
        try
        {
            await _queue.RunAsync(_publishes.Pump, _stop.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            End(Endings.By(failure, Grant.Level));
        }
    }

    /// <summary>Reads until the connection ends, or another loop takes over from this one.</summary>
    private async Task ReceiveAsync()
    {
        try
        {
            do
            {
                _queue.HoldBack();
                while (_receiver.TryReceive() is { } packet)
                {
                    Handle(packet);
                }

                if (!_answered.Run())
                {
                    return;
                }

                _queue.LetGo();
            }
            while (await _receiver.FillAsync(_stop.Token));

            End(Endings.Lost("the broker closed the connection"));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            End(Endings.By(failure, Grant.Level));
        }

        if (_answered.Run())
        {
            _queue.LetGo();
            _received.TrySetResult();
        }
    }

    private async Task WaitBrieflyAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(LastWord, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return; // politeness has an end: the transport is closed next
        }
    }

    private void Handle(ReceivedPacket packet)
    {
        var body = packet.Body.Span;
        switch (packet.Header.Type)
        {
            case PacketType.Publish:
                _deliveries.Add(Publish.Read(packet.Header, packet.Body, Grant.Level), body.Length);
                break;
            case PacketType.PubAck or PacketType.PubRec or PacketType.PubRel or PacketType.PubComp:
                HandleAcknowledgement(packet.Header.Type, Acknowledgement.Read(body, Grant.Level));
                break;
            case PacketType.SubAck:
                var subAck = SubAck.Read(body, Grant.Level);
                Requests.Complete(PacketType.SubAck, subAck.Id, subAck.Reasons);
                break;
            case PacketType.UnsubAck:
                var unsubAck = UnsubAck.Read(body, Grant.Level);
                Requests.Complete(PacketType.UnsubAck, unsubAck.Id, unsubAck.Reasons);
                break;
            case PacketType.PingResp:
                PingResp.Read(body);
                break;
            case PacketType.Disconnect when Grant.Level == ProtocolLevel.V5:
                End(Endings.By(Disconnect.Read(body, Grant.Level)));
                break;
            case PacketType.Auth when Grant.Level == ProtocolLevel.V5:
                throw new MqttProtocolException(
                    (byte)MqttReasonCode.BadAuthenticationMethod, "AUTH where no enhanced authentication was agreed.");
            default:
                throw MqttProtocolException.ProtocolError($"{packet.Header.Type} is nothing a broker may send here.");
        }
    }

    private void HandleAcknowledgement(PacketType type, Acknowledgement ack)
    {
        lock (_gate)
        {
            switch (type)
            {
                case PacketType.PubAck:
                    _publishes.Acknowledge(ack.Id, ack.Reason);
                    break;
                case PacketType.PubRec:
                    _publishes.Receive(ack.Id, ack.Reason);
                    break;
                case PacketType.PubComp:
                    _publishes.Complete(ack.Id);
                    break;
                default:
                    Acknowledge(PacketType.PubComp, ack.Id, _session.Deliveries.Release(ack.Id));
                    break;
            }
        }
    }

    private void Acknowledge(PacketType type, ushort id, MqttReasonCode reason = MqttReasonCode.Success)
    {
        lock (_gate)
        {
            if (!_ending.Task.IsCompleted)
            {
                new Acknowledgement(id, (byte)reason, null).Write(_queue.Output, type, Grant.Level);
                _queue.Flush();
            }
        }
    }

    private void Ping()
    {
        lock (_gate)
        {
            if (!_ending.Task.IsCompleted)
            {
                PingReq.Write(_queue.Output);
                _queue.Flush();
            }
        }
    }
}
