using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>The transport of one client of the loopback broker, from its CONNECT to its end.</summary>
internal sealed class BrokerConnection : IDisposable
{
    /// <summary>Largest packet accepted, in bytes.</summary>
    public const int MaximumPacketSize = 1024 * 1024;

    private const byte UnsupportedProtocolVersion = 0x84;
    private const byte KeepAliveTimeout = 0x8D;
    private const byte FirstFailure = 0x80;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(1);

    private readonly LoopbackBroker _broker;
    private readonly TcpTransport _transport;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly PacketReceiver _receiver;
    private readonly SendQueue _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BrokerClient? _client;
    private BrokerLink? _link;
    private byte _endReason;

    /// <summary>A connection just accepted.</summary>
    public BrokerConnection(LoopbackBroker broker, TcpTransport transport, TimeProvider time)
    {
        (_broker, _transport, _time) = (broker, transport, time);
        _receiver = new PacketReceiver(transport, MaximumPacketSize, time);
        _queue = new SendQueue(transport, time, _gate);
    }

    /// <summary>Serves the client until one side ends it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendAsync(ending.Token);
        var receiving = ReceiveAsync(ending.Token);
        await Task.WhenAny(receiving, _ended.Task);
        Leave();

        _queue.Complete();
        // Real time even in tests: a peer that takes no bytes must not hold up the end.
        await Task.WhenAny(sending, Task.Delay(LastWord, TimeProvider.System, stop));
        _transport.FinishWriting();
        await ending.CancelAsync();
        await _transport.DisposeAsync();
        await Task.WhenAll(sending, receiving);
        Leave(); // if it was let in while the connection was ending already
    }

    public void Dispose()
    {
        _queue.Dispose();
        _receiver.Dispose();
    }

    private void End(byte reason)
    {
        _endReason = reason;
        _ended.TrySetResult();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _queue.RunAsync(static () => { }, cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
        {
            End(0);
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await GreetAsync(cancellationToken) is { } session)
            {
                using var watch = Watch(session.KeepAlive);
                while (await _receiver.ReceiveAsync(cancellationToken) is { } packet
                    && await PassAsync(session, packet, cancellationToken))
                {
                    continue;
                }
            }
        }
        catch (MqttProtocolException wrong)
        {
            Refuse(wrong);
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException or OperationCanceledException)
        {
            End(_endReason);
        }
    }

    /// <summary>CONNECT and CONNACK; null when the client is not let in.</summary>
    private async Task<BrokerSession?> GreetAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ConnectPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        if (await _receiver.ReceiveAsync(either.Token) is not { Header.Type: PacketType.Connect } packet)
        {
            return null;
        }

        var connect = Connect.Read(packet.Body.Span);
        _link = new BrokerLink(connect, _gate, _queue, End);
        _client = _broker.Admit(connect, _link);
        return _client is null
            ? null
            : new BrokerSession(_broker, _client, _link, TimeSpan.FromSeconds(connect.KeepAlive));
    }

    /// <summary>Hands a packet to the session, or does with it what a test wants to go wrong.</summary>
    private async ValueTask<bool> PassAsync(
        BrokerSession session, ReceivedPacket packet, CancellationToken cancellationToken)
    {
        switch (_broker.Faults.OnPacket(session.ClientId, packet.Header.Type))
        {
            case LoopbackFault.Drop:
                return true;
            case LoopbackFault.Delay:
                await Task.Delay(_broker.Faults.Delay, _time, cancellationToken);
                return session.Handle(packet);
            case LoopbackFault.Duplicate:
                return session.Handle(packet) && session.Handle(packet);
            case LoopbackFault.Cut:
                _link!.Close();
                return false;
            case LoopbackFault.CutUnanswered:
                _link!.Close();
                session.Handle(packet);
                return false;
            default:
                return session.Handle(packet);
        }
    }

    /// <summary>Ends a client that has been silent for one and a half keep-alive intervals (§3.1.2.10).</summary>
    private ITimer? Watch(TimeSpan keepAlive)
    {
        if (keepAlive == TimeSpan.Zero)
        {
            return null;
        }

        return _time.CreateTimer(
            _ =>
            {
                if (_time.GetElapsedTime(_receiver.LastArrival) >= keepAlive * 1.5)
                {
                    End(KeepAliveTimeout);
                }
            },
            null,
            keepAlive / 2,
            keepAlive / 2);
    }

    private void Refuse(MqttProtocolException wrong)
    {
        if (_client is null && wrong.Reason == UnsupportedProtocolVersion)
        {
            lock (_gate)
            {
                new ConnAck(SessionPresent: false, wrong.Reason).Write(_queue.Output, ProtocolLevel.V311);
                _queue.Flush();
            }
        }

        _endReason = wrong.Reason;
    }

    private void Leave()
    {
        if (_client is not { } client || _link is not { } link)
        {
            return;
        }

        _broker.Leave(client, link);
        if (link.Level == ProtocolLevel.V5 && _endReason >= FirstFailure)
        {
            link.Send(output => new Disconnect(_endReason).Write(output, ProtocolLevel.V5));
        }

        link.Close();
    }
}
