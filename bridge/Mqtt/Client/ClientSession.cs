namespace Bridge.Mqtt.Client;

/// <summary>The client's part of the session state, which may live longer than a connection (MQTT 5 §4.1).</summary>
internal sealed class ClientSession
{
    private string? _clientId;
    private bool _isKept;

    /// <summary>Nothing on its way, no connection.</summary>
    public ClientSession() => Publishes = new PublishWindow(Gate, Ids);

    /// <summary>Guards the session and the send queue of the connection in use.</summary>
    public Lock Gate { get; } = new();

    public PacketIds Ids { get; } = new();

    public PublishWindow Publishes { get; }

    public ExactlyOnce Deliveries { get; } = new();

    /// <summary>Whether a session of this client object may go on at the broker.</summary>
    public bool IsKeptFor(string clientId) => _isKept && clientId == _clientId;

    /// <summary>A connection begins, with the session as it was or with a new one. Under the gate.</summary>
    public void Attach(PublishWire wire, Action<ushort> sendReceived)
    {
        var grant = wire.Grant;
        var isResumed = grant.Session.SessionPresent && IsKeptFor(grant.Session.ClientId);
        (_clientId, _isKept) = (grant.Session.ClientId, grant.KeepsSession);
        Deliveries.Attach(sendReceived, isResumed);
        Publishes.Attach(wire, isResumed);
    }

    /// <summary>The connection has ended. Under the gate.</summary>
    public void Detach(MqttException failure)
    {
        Deliveries.Detach();
        Publishes.Detach(failure, _isKept);
    }

    /// <summary>Nobody is going to connect again.</summary>
    public void Abandon()
    {
        lock (Gate)
        {
            _isKept = false;
            Detach(new MqttException("the client has been disposed"));
        }
    }
}
