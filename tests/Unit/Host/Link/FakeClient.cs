using System.Collections.Immutable;
using System.Text;
using System.Threading.Channels;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;

namespace Bridge.Unit.Host.Link;

/// <summary>A client whose broker is the test: it notes what is published and hands out what the test says.</summary>
internal sealed class FakeClient : IMqttClient
{
    private readonly Lock _gate = new();
    private readonly Channel<MqttReceived> _received = Channel.CreateUnbounded<MqttReceived>();
    private readonly List<MqttMessage> _published = [];
    private readonly List<MqttSubscription> _subscribed = [];
    private TaskCompletionSource<MqttClosed> _closed = Completed();

    public bool IsConnected { get; private set; }

    public ChannelReader<MqttReceived> Received => _received.Reader;

    public Task<MqttClosed> Closed => _closed.Task;

    /// <summary>What the broker keeps; handed out at a subscription.</summary>
    public Dictionary<string, string> Retained { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The broker's answer to a publish.</summary>
    public Func<MqttMessage, MqttReasonCode> Answer { get; set; } = static _ => MqttReasonCode.Success;

    /// <summary>Told of each message that is published.</summary>
    public Action<MqttMessage> Heard { get; set; } = static _ => { };

    /// <summary>What the next connects fail with.</summary>
    public Queue<MqttConnectException> Refusals { get; } = new();

    public List<MqttConnectOptions> Connects { get; } = [];

    public int Disconnects { get; private set; }

    public ImmutableArray<MqttMessage> Published
    {
        get
        {
            lock (_gate)
            {
                return [.. _published];
            }
        }
    }

    public ImmutableArray<MqttSubscription> Subscribed
    {
        get
        {
            lock (_gate)
            {
                return [.. _subscribed];
            }
        }
    }

    /// <summary>True for a message at which the connection breaks.</summary>
    public Func<MqttMessage, bool> Break { get; set; } = static _ => false;

    public Task<MqttSession> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        Connects.Add(options);
        if (Refusals.TryDequeue(out var refusal))
        {
            return Task.FromException<MqttSession>(refusal);
        }

        _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        IsConnected = true;
        return Task.FromResult(new MqttSession(MqttProtocol.V5, false, options.ClientId, options.KeepAlive, 20, null));
    }

    public ValueTask<MqttReasonCode> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            return ValueTask.FromException<MqttReasonCode>(new MqttException("not connected"));
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<MqttReasonCode>(cancellationToken);
        }

        if (Break(message))
        {
            Cut();
            return ValueTask.FromException<MqttReasonCode>(new MqttException("the connection broke"));
        }

        lock (_gate)
        {
            _published.Add(message);
        }

        Heard(message);
        return ValueTask.FromResult(Answer(message));
    }

    public Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        foreach (var subscription in subscriptions)
        {
            lock (_gate)
            {
                _subscribed.Add(subscription);
            }

            foreach (var (topic, payload) in Retained.ToArray())
            {
                if (subscription.RetainHandling == MqttRetainHandling.Send && TopicRules.Matches(subscription.Filter, topic))
                {
                    Deliver(topic, payload, retained: true);
                }
            }
        }

        return Task.FromResult(ImmutableArray.CreateRange(subscriptions, static _ => MqttReasonCode.GrantedQos1));
    }

    public Task<ImmutableArray<MqttReasonCode>> UnsubscribeAsync(
        ImmutableArray<string> filters, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray.CreateRange(filters, static _ => MqttReasonCode.Success));

    public Task DisconnectAsync(bool publishWill, CancellationToken cancellationToken)
    {
        Disconnects++;
        End(new(MqttCloseCause.Requested, null, "as asked"));
        return Task.CompletedTask;
    }

    /// <summary>A message arrives.</summary>
    public void Deliver(string topic, string payload, bool retained = false) => _received.Writer.TryWrite(
        new(new(topic, Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, retained), Duplicate: false));

    /// <summary>How a connection that breaks has ended.</summary>
    public MqttClosed Ending { get; set; } =
        new(MqttCloseCause.ConnectionLost, null, "the broker closed the connection");

    /// <summary>The connection breaks.</summary>
    public void Cut() => End(Ending);

    /// <summary>Forgets what was published.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _published.Clear();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TaskCompletionSource<MqttClosed> Completed()
    {
        var none = new TaskCompletionSource<MqttClosed>();
        none.SetResult(new(MqttCloseCause.NeverConnected, null, "never connected"));
        return none;
    }

    private void End(MqttClosed closed)
    {
        IsConnected = false;
        _closed.TrySetResult(closed);
    }
}
