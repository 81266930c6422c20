using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>
/// A small broker for the demo and for tests: MQTT 5 and 3.1.1, QoS 0 to 2, sessions, retained messages, wills, wildcards,
/// shared subscriptions. It keeps everything in memory, and listens on loopback addresses only.
/// </summary>
public sealed class LoopbackBroker : IAsyncDisposable
{
    private const byte ClientIdentifierNotValid = 0x85;
    private const byte BadUserNameOrPassword = 0x86;
    private const byte QuotaExceeded = 0x97;
    private const byte ServerShuttingDown = 0x8B;
    private const byte SessionTakenOver = 0x8E;
    private const int MaximumConnections = 100;
    private const int MaximumClients = 1_000;

    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly LoopbackCredentials? _credentials;
    private readonly RetainedMessages _retained;
    private readonly SharedSubscriptions _shared = new();
    private readonly Dictionary<string, BrokerClient> _clients = [];
    private readonly HashSet<Task> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _assigned;

    private LoopbackBroker(TcpListener listener, TimeProvider time, LoopbackCredentials? credentials)
    {
        (_listener, _time, _credentials) = (listener, time, credentials);
        _retained = new RetainedMessages(time);
        Endpoint = (IPEndPoint)listener.LocalEndpoint;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the port it got.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Guards all that the broker knows.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>What goes wrong, for tests.</summary>
    internal LoopbackFaults Faults { get; } = new();

    /// <summary>Starts a broker.</summary>
    /// <param name="endpoint">A loopback address; port 0 takes a free one.</param>
    /// <param name="time">Clock of keep-alive and expiry.</param>
    /// <param name="credentials">The only user let in; null lets everybody in.</param>
    /// <exception cref="ArgumentException">The address is not a loopback address.</exception>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static LoopbackBroker Start(IPEndPoint endpoint, TimeProvider time, LoopbackCredentials? credentials = null)
    {
        if (!IPAddress.IsLoopback(endpoint.Address))
        {
            throw new ArgumentException(
                $"{endpoint} is not a loopback address: this broker has no protection against others, and serves only "
                + "programs on the same machine. Use a real broker for anything else.",
                nameof(endpoint));
        }

        var listener = new TcpListener(endpoint);
        listener.Start();
        return new LoopbackBroker(listener, time, credentials);
    }

    /// <summary>Ends all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Task[] open;
        lock (Gate)
        {
            open = [.. _connections];
            foreach (var client in _clients.Values)
            {
                client.Link?.End(ServerShuttingDown);
            }
        }

        await _stop.CancelAsync();
        await Task.WhenAll(open);
        _stop.Dispose();
    }

    /// <summary>
    /// Answers a CONNECT. One that is let in takes over from a connection of the same identifier, and its session if it
    /// wants to (§3.1.2.4, §3.1.4).
    /// </summary>
    /// <returns>The client; null when it was refused.</returns>
    internal BrokerClient? Admit(Connect connect, BrokerLink link)
    {
        lock (Gate)
        {
            var answer = Judge(connect, out var id);
            var client = answer.Reason == 0 ? Resume(connect, id) : null;
            var isPresent = client is not null;
            if (answer.Reason == 0)
            {
                client ??= _clients[id] = new BrokerClient(id, _time);
            }

            link.Send(output => (answer with { SessionPresent = isPresent }).Write(output, connect.Level));
            client?.Attach(link, connect.Will);
            return client;
        }
    }

    /// <summary>A connection has gone; the will is due unless it was deleted.</summary>
    internal void Leave(BrokerClient client, BrokerLink link)
    {
        lock (Gate)
        {
            if (client.Link == link)
            {
                client.Detach(() => PublishWill(client));
                ForgetExpired();
            }
        }
    }

    /// <summary>Passes a message on to all who subscribed to it, and keeps it if it is to be retained.</summary>
    /// <returns>Whether anybody subscribed.</returns>
    internal bool Distribute(in Publish message, BrokerClient from)
    {
        lock (Gate)
        {
            ForgetExpired();
            if (message.Retain)
            {
                _retained.Store(message);
            }

            var isWanted = false;
            foreach (var client in _clients.Values)
            {
                isWanted |= client.Offer(message, from);
            }

            return isWanted | _shared.Offer(message, _clients.Values);
        }
    }

    /// <summary>Subscribes, answers, and sends the retained messages that go with it (§3.8.3.1, §3.8.4).</summary>
    internal void Subscribe(BrokerClient client, BrokerSubscription[] subscriptions, Action answer)
    {
        lock (Gate)
        {
            var wantRetained = subscriptions
                .Where(one => client.Add(one) ? one.Filter.RetainHandling < 2 : one.Filter.RetainHandling == 0)
                .Where(static one => one.Shared is null)
                .ToArray();
            answer();
            foreach (var (filter, id) in wantRetained)
            {
                List<uint>? ids = id is { } number ? [number] : null;
                foreach (var message in _retained.Matching(filter.Filter))
                {
                    client.Deliver(message, Math.Min(message.Qos, filter.Qos), retain: true, ids);
                }
            }
        }
    }

    /// <summary>The client's session, if it goes on; what it does not want to keep is ended.</summary>
    private BrokerClient? Resume(Connect connect, string id)
    {
        if (!_clients.TryGetValue(id, out var client))
        {
            return null;
        }

        if (client.Link is { } former)
        {
            former.End(SessionTakenOver);
            Leave(client, former);
        }

        if (!connect.CleanStart && !client.IsForgotten)
        {
            return client;
        }

        _clients.Remove(id);
        PublishWill(client); // its session has ended, so there is nothing left to wait for
        return null;
    }

    private void PublishWill(BrokerClient client)
    {
        lock (Gate)
        {
            if (client.TakeWill() is { } will)
            {
                Distribute(will, client);
            }
        }
    }

    private void ForgetExpired()
    {
        foreach (var (id, client) in _clients)
        {
            if (client.IsForgotten)
            {
                _clients.Remove(id);
            }
        }
    }

    /// <summary>The answer to a CONNECT, and the client identifier in force.</summary>
    private ConnAck Judge(Connect connect, out string id)
    {
        id = connect.ClientId;
        if (Faults.Refuse(id) is { } reason)
        {
            return new ConnAck(SessionPresent: false, reason);
        }

        if (_credentials is { } wanted && !wanted.Match(connect.Username, connect.Password))
        {
            return new ConnAck(SessionPresent: false, BadUserNameOrPassword);
        }

        if (id.Length == 0 && connect is { Level: ProtocolLevel.V311, CleanStart: false })
        {
            return new ConnAck(SessionPresent: false, ClientIdentifierNotValid); // 3.1.1 §3.1.3.1
        }

        if (_clients.Count >= MaximumClients)
        {
            return new ConnAck(SessionPresent: false, QuotaExceeded);
        }

        var granted = new PacketProperties
        {
            { PropertyId.MaximumPacketSize, (uint)BrokerConnection.MaximumPacketSize },
            { PropertyId.TopicAliasMaximum, (uint)ReceivedAliases.Maximum },
        };
        if (id.Length == 0)
        {
            id = $"loopback-{++_assigned}";
            granted.Add(PropertyId.AssignedClientIdentifier, id);
        }

        return new ConnAck(SessionPresent: false, Reason: 0, granted);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync();
                socket.NoDelay = true;
                Track(new TcpTransport(socket));
            }
            catch (Exception ended) when (ended is ObjectDisposedException
                or SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.Interrupted })
            {
                return;
            }
            catch (SocketException)
            {
                continue; // that one was gone before it was accepted
            }
        }
    }

    private void Track(TcpTransport transport)
    {
        lock (Gate)
        {
            _connections.RemoveWhere(static connection => connection.IsCompletedSuccessfully);
            var isFull = _connections.Count >= MaximumConnections;
            _connections.Add(isFull
                ? transport.DisposeAsync().AsTask()
                : ServeAsync(transport));
        }
    }

    private async Task ServeAsync(TcpTransport transport)
    {
        using var connection = new BrokerConnection(this, transport, _time);
        await connection.RunAsync(_stop.Token);
    }
}
