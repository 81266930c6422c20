using System.Collections.Immutable;
using System.Threading.Channels;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>The client: MQTT 5, and 3.1.1 where a broker knows no more. Its session lives in its memory only.</summary>
/// <param name="time">Clock of keep-alive and time-outs.</param>
/// <param name="trace">
/// Takes one line for each packet sent (<c>-> …</c>) and received (<c>&lt;- …</c>), without payloads and other secrets,
/// from two threads at a time; null for no trace.
/// </param>
public sealed class MqttClient(TimeProvider time, Action<string>? trace = null) : IMqttClient
{
    private static readonly Task<MqttClosed> Never = Task.FromResult(
        new MqttClosed(MqttCloseCause.NeverConnected, null, "there has been no connection yet"));

    private readonly Inbox _inbox = new();
    private readonly ClientSession _session = new();
    private readonly Connector _connector = new(time, trace);
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly CancellationTokenSource _disposed = new();
    private Connection? _connection;

    /// <inheritdoc/>
    public bool IsConnected => _connection is { IsOpen: true };

    /// <inheritdoc/>
    public ChannelReader<MqttReceived> Received => _inbox;

    /// <inheritdoc/>
    public Task<MqttClosed> Closed => _connection?.Closed ?? Never;

    /// <summary>QoS 0 messages that found no room in <see cref="Received"/>.</summary>
    public long DroppedMessages => _inbox.Dropped;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is outside of what MQTT can say.</exception>
    /// <exception cref="InvalidOperationException">There is a connection already.</exception>
    public async Task<MqttSession> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        await _connecting.WaitAsync(either.Token);
        try
        {
            if (IsConnected)
            {
                throw new InvalidOperationException("The client is connected already.");
            }

            await Closed.WaitAsync(either.Token); // the last one may still be on its way out
            var accepted = await _connector.ConnectAsync(options, either.Token);
            if (accepted.Grant.Session.SessionPresent && !_session.IsKeptFor(accepted.Grant.Session.ClientId))
            {
                await RefuseSessionAsync(accepted.Transport, accepted.Receiver);
            }

            _connection = new Connection(accepted, _session, _inbox, time);
            _connection.Start();
            return accepted.Grant.Session;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The topic is no topic name, or a property is too long.</exception>
    public ValueTask<MqttReasonCode> PublishAsync(MqttMessage message, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<MqttReasonCode>(cancellationToken)
            : _session.Publishes.Publish(MessageRules.ToPacket(message), cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No filter, one that is not valid, or different identifiers.</exception>
    public async Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        CheckAny(subscriptions.Length, nameof(subscriptions));
        var packet = SubscriptionRules.ToPacket(subscriptions);
        return await (_connection ?? throw NotConnected()).Requests.SubscribeAsync(packet, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No filter, or one that is not valid.</exception>
    public async Task<ImmutableArray<MqttReasonCode>> UnsubscribeAsync(
        ImmutableArray<string> filters, CancellationToken cancellationToken)
    {
        CheckAny(filters.Length, nameof(filters));
        foreach (var filter in filters)
        {
            SubscriptionRules.CheckFilter(filter);
        }

        var packet = new Unsubscribe(0, filters);
        return await (_connection ?? throw NotConnected()).Requests.UnsubscribeAsync(packet, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DisconnectAsync(bool publishWill, CancellationToken cancellationToken)
    {
        if (_connection is { IsOpen: true } connection)
        {
            await connection.DisconnectAsync(publishWill, cancellationToken);
        }
    }

    /// <summary>Ends a connection without a DISCONNECT, so that the broker publishes the will.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _connecting.WaitAsync(CancellationToken.None); // a connect under way ends by the token above
        _connecting.Release();
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
        _session.Abandon();
        _inbox.Complete();
    }

    /// <summary>Packet identifiers of a session that somebody else began would be taken for the same messages (§3.2.2.1.1).</summary>
    private static async Task RefuseSessionAsync(IMqttTransport transport, PacketReceiver receiver)
    {
        receiver.Dispose();
        await transport.DisposeAsync();
        throw new MqttConnectException(
            MqttConnectFailure.Protocol,
            null,
            "the broker has kept a session that this client did not begin: connect once with a clean start");
    }

    private static void CheckAny(int count, string parameter)
    {
        if (count == 0)
        {
            throw new ArgumentException("At least one topic filter is needed.", parameter);
        }
    }

    private static MqttException NotConnected() => new("not connected to a broker");
}
