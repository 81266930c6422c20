using System.Collections.Immutable;
using System.Threading.Channels;

namespace Bridge.Mqtt.Client;

/// <summary>The client over TCP. QoS 0 and 1; MQTT 5, and 3.1.1 where a broker knows no more.</summary>
/// <param name="time">Clock of keep-alive and time-outs.</param>
public sealed class MqttClient(TimeProvider time) : IMqttClient
{
    private static readonly Task<MqttClosed> Never = Task.FromResult(
        new MqttClosed(MqttCloseCause.NeverConnected, null, "there has been no connection yet"));

    private readonly Inbox _inbox = new();
    private readonly Connector _connector = new(time);
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
            var (transport, receiver, grant) = await _connector.ConnectAsync(options, either.Token);
            _connection = new Connection(transport, receiver, grant, _inbox, time);
            _connection.Start();
            return grant.Session;
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The topic is no topic name, or QoS 2 is asked for.</exception>
    public ValueTask<MqttReasonCode> PublishAsync(MqttMessage message, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<MqttReasonCode>(cancellationToken)
            : _connection?.PublishAsync(message, cancellationToken)
                ?? ValueTask.FromException<MqttReasonCode>(NotConnected());

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No filter, one that is not valid, or QoS 2 is asked for.</exception>
    public async Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        CheckAny(subscriptions.Length, nameof(subscriptions));
        var filters = MessageRules.ToPacket(subscriptions);
        return await (_connection ?? throw NotConnected()).SubscribeAsync(filters, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No filter, or one that is not valid.</exception>
    public async Task<ImmutableArray<MqttReasonCode>> UnsubscribeAsync(
        ImmutableArray<string> filters, CancellationToken cancellationToken)
    {
        CheckAny(filters.Length, nameof(filters));
        foreach (var filter in filters)
        {
            MessageRules.CheckFilter(filter);
        }

        return await (_connection ?? throw NotConnected()).UnsubscribeAsync(filters, cancellationToken);
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
        _inbox.Complete();
    }

    private static void CheckAny(int count, string parameter)
    {
        if (count == 0)
        {
            throw new ArgumentException("At least one topic filter is needed.", parameter);
        }
    }

    private static MqttException NotConnected() => new("Not connected to a broker.");
}
