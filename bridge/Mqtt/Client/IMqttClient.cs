using System.Collections.Immutable;
using System.Threading.Channels;

namespace Bridge.Mqtt.Client;

/// <summary>
/// A client of one MQTT broker, 5.0 or 3.1.1. It holds at most one connection; after one has ended,
/// <see cref="ConnectAsync"/> makes the next. Reconnecting, and what to send again beyond a kept session, is the caller's business.
/// </summary>
public interface IMqttClient : IAsyncDisposable
{
    /// <summary>True from an accepted CONNECT until the connection has ended.</summary>
    bool IsConnected { get; }

    /// <summary>
    /// What arrives on subscriptions, in order. QoS 1 and 2 messages are acknowledged when they are taken from here; one of
    /// QoS 2 comes once, however often the broker sends it.
    /// </summary>
    ChannelReader<MqttReceived> Received { get; }

    /// <summary>
    /// Completes when the present connection ends, with why. Before the first connection it is a completed task.
    /// </summary>
    Task<MqttClosed> Closed { get; }

    /// <summary>Connects and waits for the broker's answer.</summary>
    /// <exception cref="MqttConnectException">Refused, unreachable, or no answer within the connect time-out.</exception>
    Task<MqttSession> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a message. QoS 0 completes when it is queued for the wire, QoS 1 when the broker has acknowledged it, QoS 2
    /// when its four packets have been exchanged. Waits while the queue or the in-flight window is full. Cancelling takes a
    /// message back that still waits for room; after that it stops the wait, not the message.
    /// </summary>
    /// <remarks>
    /// When a connection ends and the broker keeps the session (<see cref="MqttConnectOptions.SessionExpiry"/>, or no clean
    /// start with 3.1.1), what was sent and not acknowledged goes on waiting: the next connection with
    /// <see cref="MqttConnectOptions.CleanStart"/> false sends it again and completes it, or fails it when the broker has
    /// forgotten the session. All else fails with the connection.
    /// </remarks>
    /// <returns>The broker's reason (of QoS 2, that of its PUBREC): 0x00 success, 0x10 no matching subscribers, 0x80 and above refused.</returns>
    /// <exception cref="MqttException">Not connected, or the connection ended before the acknowledgement.</exception>
    ValueTask<MqttReasonCode> PublishAsync(MqttMessage message, CancellationToken cancellationToken);

    /// <summary>Subscribes, and returns one reason per filter in the order asked: the granted QoS, or 0x80 and above.</summary>
    /// <exception cref="MqttException">Not connected, or the connection ended before the acknowledgement.</exception>
    Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, CancellationToken cancellationToken);

    /// <summary>Ends subscriptions.</summary>
    /// <exception cref="MqttException">Not connected, or the connection ended before the acknowledgement.</exception>
    Task<ImmutableArray<MqttReasonCode>> UnsubscribeAsync(
        ImmutableArray<string> filters, CancellationToken cancellationToken);

    /// <summary>
    /// Sends DISCONNECT after all that is queued and closes. With MQTT 5 and <paramref name="publishWill"/> the broker
    /// publishes the will all the same (reason 0x04). No connection: nothing to do.
    /// </summary>
    Task DisconnectAsync(bool publishWill, CancellationToken cancellationToken);
}
