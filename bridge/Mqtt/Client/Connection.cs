using System.Buffers;
using System.Collections.Immutable;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>One accepted connection: owns its transport, its two loops and its end.</summary>
internal sealed class Connection : IAsyncDisposable
{
    /// <summary>How long a last packet may take to leave, and a peer to close after our DISCONNECT.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private const int InFlightLimit = 100;

    private readonly Lock _gate = new();
    private readonly IMqttTransport _transport;
    private readonly PacketReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly SendQueue _queue;
    private readonly PublishWindow _publishes;
    private readonly PendingRequests _requests;
    private readonly Deliveries _deliveries;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<MqttClosed> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<MqttClosed> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttClosed? _requested;
    private Task _sending = Task.CompletedTask;
    private Task _receiving = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    public Connection(
        IMqttTransport transport, PacketReceiver receiver, Grant grant, Inbox inbox, TimeProvider time)
    {
        (_transport, _receiver, _time, Grant) = (transport, receiver, time, grant);
        var ids = new PacketIds();
        _queue = new SendQueue(transport, time, _gate);
        var limit = Math.Min(InFlightLimit, grant.Session.ReceiveMaximum);
        _publishes = new PublishWindow(_gate, _queue, ids, limit, grant.Level);
        _requests = new PendingRequests(ids);
        _deliveries = new Deliveries(inbox, grant.Level, AcknowledgeDelivery);
    }

    public Grant Grant { get; }

    public bool IsOpen => !_ending.Task.IsCompleted && _requested is null;

    /// <summary>Completes when the connection has ended, and nothing of it is left.</summary>
    public Task<MqttClosed> Closed => _closed.Task;

    /// <summary>Starts the loops; they run until the connection ends.</summary>
    public void Start() => _running = RunAsync();

    public ValueTask<MqttReasonCode> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        var packet = MessageRules.ToPacket(message);
        try
        {
            Grant.Check(packet);
        }
        catch (MqttException refused)
        {
            return ValueTask.FromException<MqttReasonCode>(refused);
        }

        return _publishes.Publish(packet, cancellationToken);
    }

    public Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(
        ImmutableArray<RequestedFilter> filters, CancellationToken cancellationToken)
    {
        var packet = new Subscribe(0, filters);
        Grant.CheckSize(packet.Length(Grant.Level), "SUBSCRIBE");
        return RequestAsync(
            filters.Length, id => (packet with { Id = id }).Write(_queue.Output, Grant.Level), cancellationToken);
    }

    public Task<ImmutableArray<MqttReasonCode>> UnsubscribeAsync(
        ImmutableArray<string> filters, CancellationToken cancellationToken)
    {
        var packet = new Unsubscribe(0, filters);
        Grant.CheckSize(packet.Length(Grant.Level), "UNSUBSCRIBE");
        return RequestAsync(
            filters.Length, id => (packet with { Id = id }).Write(_queue.Output, Grant.Level), cancellationToken);
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
            await WaitBrieflyAsync(_receiving, cancellationToken);
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
        _receiving = ReceiveAsync();
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
        var failure = new MqttException($"Connection ended: {closed.Message}.");
        lock (_gate)
        {
            _publishes.Fail(failure);
            _requests.Fail(failure);
        }

        await _stop.CancelAsync();
        _queue.Complete();
        await _transport.DisposeAsync();
        try
        {
            await Task.WhenAll(_sending, _receiving);
        }
        finally
        {
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

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _receiver.ReceiveAsync(_stop.Token) is { } packet)
            {
                Handle(packet);
            }

            End(Endings.Lost("the broker closed the connection"));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            End(Endings.By(failure, Grant.Level));
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
                _deliveries.Add(Publish.Read(packet.Header, packet.Body, Grant.Level));
                break;
            case PacketType.PubAck:
                var pubAck = PubAck.Read(body, Grant.Level);
                lock (_gate)
                {
                    _publishes.Acknowledge(pubAck);
                }

                break;
            case PacketType.SubAck:
                var subAck = SubAck.Read(body, Grant.Level);
                Answer(subAck.Id, subAck.Reasons);
                break;
            case PacketType.UnsubAck:
                var unsubAck = UnsubAck.Read(body, Grant.Level);
                Answer(unsubAck.Id, unsubAck.Reasons);
                break;
            case PacketType.PingResp:
                PingResp.Read(body);
                break;
            case PacketType.Disconnect when Grant.Level == ProtocolLevel.V5:
                End(Endings.By(Disconnect.Read(body, Grant.Level)));
                break;
            default:
                throw MqttProtocolException.ProtocolError($"{packet.Header.Type} is nothing a broker may send here.");
        }
    }

    private void Answer(ushort id, ImmutableArray<byte> reasons)
    {
        lock (_gate)
        {
            _requests.Complete(id, reasons);
        }
    }

    private void AcknowledgeDelivery(ushort id) => Send(output => new PubAck(id).Write(output, Grant.Level));

    private void Ping() => Send(PingReq.Write);

    private void Send(Action<IBufferWriter<byte>> write)
    {
        lock (_gate)
        {
            if (!_ending.Task.IsCompleted)
            {
                write(_queue.Output);
                _queue.Flush();
            }
        }
    }

    private Task<ImmutableArray<MqttReasonCode>> RequestAsync(
        int filters, Action<ushort> write, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var (id, answer) = _requests.Add(filters);
            write(id);
            _queue.Flush();
            return answer.WaitAsync(cancellationToken);
        }
    }
}
