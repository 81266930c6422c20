using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Loopback;

/// <summary>
/// A small broker for the demo and for tests: MQTT 5 and 3.1.1, QoS 0 and 1, retained messages, wills, wildcards. It
/// keeps no session beyond its connection, and listens on loopback addresses only.
/// </summary>
public sealed class LoopbackBroker : IAsyncDisposable
{
    private const byte ClientIdentifierNotValid = 0x85;
    private const byte BadUserNameOrPassword = 0x86;
    private const int MaximumClients = 100;

    private readonly Lock _gate = new();
    private readonly TcpListener _listener;
    private readonly TimeProvider _time;
    private readonly LoopbackCredentials? _credentials;
    private readonly RetainedMessages _retained;
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
        lock (_gate)
        {
            open = [.. _connections];
            foreach (var client in _clients.Values)
            {
                client.End(BrokerClient.ServerShuttingDown);
            }
        }

        await _stop.CancelAsync();
        await Task.WhenAll(open);
        _stop.Dispose();
    }

    /// <summary>Lets a client in; one with the same identifier has to go (§3.1.4).</summary>
    internal void Admit(BrokerClient client)
    {
        lock (_gate)
        {
            if (_clients.TryGetValue(client.Id, out var former))
            {
                former.End(BrokerClient.SessionTakenOver);
                Leave(former);
            }

            _clients[client.Id] = client;
        }
    }

    /// <summary>A client has gone; its will is published unless it was deleted.</summary>
    internal void Leave(BrokerClient client)
    {
        lock (_gate)
        {
            if (_clients.GetValueOrDefault(client.Id) == client)
            {
                _clients.Remove(client.Id);
            }

            if (client.TakeWill() is { } will)
            {
                Distribute(will, client);
            }
        }
    }

    /// <summary>Passes a message on to all who subscribed to it, and keeps it if it is to be retained.</summary>
    /// <returns>Whether anybody subscribed.</returns>
    internal bool Distribute(in Publish message, BrokerClient from)
    {
        lock (_gate)
        {
            if (message.Retain)
            {
                _retained.Store(message);
            }

            var isWanted = false;
            foreach (var client in _clients.Values)
            {
                isWanted |= client.Offer(message, from);
            }

            return isWanted;
        }
    }

    /// <summary>Subscribes, answers, and sends the retained messages that go with it (§3.8.3.1, §3.8.4).</summary>
    internal void Subscribe(BrokerClient client, RequestedFilter[] filters, Action answer)
    {
        lock (_gate)
        {
            var wantRetained = filters
                .Where(filter => client.Add(filter) ? filter.RetainHandling < 2 : filter.RetainHandling == 0)
                .ToArray();
            answer();
            foreach (var filter in wantRetained)
            {
                foreach (var message in _retained.Matching(filter.Filter))
                {
                    client.Deliver(message, Math.Min(message.Qos, filter.Qos), retain: true);
                }
            }
        }
    }

    /// <summary>Ends a subscription; false when there was none.</summary>
    internal bool Unsubscribe(BrokerClient client, string filter)
    {
        lock (_gate)
        {
            return client.Remove(filter);
        }
    }

    /// <summary>The answer to a CONNECT, and the client identifier in force.</summary>
    internal ConnAck Judge(Connect connect, out string id)
    {
        id = connect.ClientId;
        if (_credentials is { } wanted && !wanted.Match(connect.Username, connect.Password))
        {
            return new ConnAck(SessionPresent: false, BadUserNameOrPassword);
        }

        if (id.Length == 0 && connect is { Level: ProtocolLevel.V311, CleanStart: false })
        {
            return new ConnAck(SessionPresent: false, ClientIdentifierNotValid); // 3.1.1 §3.1.3.1
        }

        var granted = new PacketProperties { { PropertyId.MaximumQos, 1u }, { PropertyId.SessionExpiryInterval, 0u } };
        granted.Add(PropertyId.MaximumPacketSize, (uint)BrokerConnection.MaximumPacketSize);
        granted.Add(PropertyId.SubscriptionIdentifierAvailable, 0u);
        granted.Add(PropertyId.SharedSubscriptionAvailable, 0u);
        if (id.Length == 0)
        {
            id = $"loopback-{Interlocked.Increment(ref _assigned)}";
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
        lock (_gate)
        {
            _connections.RemoveWhere(static connection => connection.IsCompletedSuccessfully);
            var isFull = _connections.Count >= MaximumClients;
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
