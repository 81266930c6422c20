using Bridge.Mqtt.Client;

namespace Bridge.Benchmarks.Fleet;

/// <summary>Subscribed to all that Home Assistant would be, it counts what comes.</summary>
internal sealed class Listener : IAsyncDisposable
{
    /// <summary>Before the name of each board in its topics.</summary>
    public const string Prefix = "fleet";

    private readonly MqttClient _client = new(TimeProvider.System);
    private readonly Dictionary<string, int> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _online = new(StringComparer.Ordinal);
    private Task _listening = Task.CompletedTask;
    private volatile int _documentCount, _onlineCount, _messages;

    private Listener()
    {
    }

    /// <summary>Different configurations since the start or <see cref="Forget"/>.</summary>
    public int Documents => _documentCount;

    /// <summary>Length of these configurations together.</summary>
    public long DocumentBytes
    {
        get
        {
            lock (_documents)
            {
                return _documents.Values.Sum(static length => (long)length);
            }
        }
    }

    /// <summary>Devices seen online.</summary>
    public int Online => _onlineCount;

    /// <summary>Messages of all kinds.</summary>
    public int Messages => _messages;

    /// <summary>Why the connection ended; null while it lives.</summary>
    public string? End => _client.Closed.IsCompleted ? $"{_client.Closed.Result}" : null;

    /// <summary>Connects and subscribes.</summary>
    public static async Task<Listener> ConnectAsync(int port)
    {
        var listener = new Listener();
        await listener._client.ConnectAsync(new("127.0.0.1", port, "listener"), CancellationToken.None);
        await listener._client.SubscribeAsync(
            [new("homeassistant/#", MqttQos.AtLeastOnce), new($"{Prefix}/#", MqttQos.AtLeastOnce)], CancellationToken.None);
        listener._listening = Task.Run(listener.ListenAsync);
        return listener;
    }

    /// <summary>Counts configurations from zero again.</summary>
    public void Forget()
    {
        lock (_documents)
        {
            _documents.Clear();
            _documentCount = 0;
        }
    }

    /// <summary>What Home Assistant says when it has started.</summary>
    public async Task SayBirthAsync() => await _client.PublishAsync(
        new("homeassistant/status", "online"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false), CancellationToken.None);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _listening;
    }

    private async Task ListenAsync()
    {
        await foreach (var received in _client.Received.ReadAllAsync())
        {
            Count(received.Message);
        }
    }

    private void Count(MqttMessage message)
    {
        _messages++;
        if (message.Topic.EndsWith("/config", StringComparison.Ordinal))
        {
            lock (_documents)
            {
                _documents[message.Topic] = message.Payload.Length;
                _documentCount = _documents.Count;
            }
        }
        else if (message.Topic.EndsWith("/availability", StringComparison.Ordinal)
            && message.Payload.Span.SequenceEqual("online"u8) && _online.Add(message.Topic))
        {
            _onlineCount = _online.Count;
        }
    }
}
