using System.Text;
using Bridge.Mqtt.Client;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A client of the broker that hears everything, in order, and can speak.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly MqttClient _client = new(TimeProvider.System);
    private readonly Record<Heard> _heard;
    private Task _reading = Task.CompletedTask;

    private Listener(Func<string>? beside) => _heard = new("Heard so far", beside);

    /// <summary>How much was heard: a place to wait from.</summary>
    public int Count => _heard.Count;

    /// <summary>Connects and subscribes to everything; what is retained comes first.</summary>
    /// <param name="port">The broker's.</param>
    /// <param name="username">Who it is.</param>
    /// <param name="password">Their password.</param>
    /// <param name="beside">What to tell beside what was heard when something does not come.</param>
    public static async Task<Listener> StartAsync(
        int port, string? username = null, string? password = null, Func<string>? beside = null)
    {
        var listener = new Listener(beside);
        await listener._client.ConnectAsync(
            new("127.0.0.1", port, string.Empty) { Username = username, Password = password }, CancellationToken.None);
        listener._reading = listener.ReadAsync();
        await listener._client.SubscribeAsync(
            [new("#", MqttQos.AtLeastOnce) { RetainAsPublished = true }], CancellationToken.None);
        return listener;
    }

    /// <summary>What was heard from a place on.</summary>
    public IReadOnlyList<Heard> From(int start) => _heard.From(start);

    /// <summary>The first message that fits, on whatever topic.</summary>
    public Task<Heard> FirstAsync(Func<Heard, bool> fits, int start, string wanted) => _heard.FirstAsync(fits, start, wanted);

    /// <summary>The first message on a topic that fits.</summary>
    public Task<Heard> FirstAsync(string topic, Func<Heard, bool> fits, int start = 0) =>
        _heard.FirstAsync(heard => heard.Topic == topic && fits(heard), start, $"A fitting message on {topic}");

    /// <summary>The first message on a topic with that payload.</summary>
    public Task<Heard> FirstAsync(string topic, string payload, int start = 0) =>
        FirstAsync(topic, heard => heard.Payload == payload, start);

    /// <summary>The first heartbeat.</summary>
    public Task<Heard> HeartbeatAsync(int start = 0, string prefix = "bridge") =>
        FirstAsync($"{prefix}/status", static heard => heard["status"] == "online", start);

    /// <summary>The first state document of a device in which a value has that text.</summary>
    public Task<Heard> StateAsync(string device, string key, string text, int start = 0) =>
        FirstAsync($"bridge/{device}/state", heard => heard[key] == text, start);

    /// <summary>Publishes.</summary>
    public async Task PublishAsync(string topic, string payload, bool retain = false) => await _client.PublishAsync(
        new(topic, Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, retain), CancellationToken.None);

    /// <summary>Returns when all that the broker took before was heard.</summary>
    public async Task SyncAsync()
    {
        var word = Guid.NewGuid().ToString();
        await PublishAsync("e2e/sync", word);
        await FirstAsync("e2e/sync", word);
    }

    /// <summary>Everything that the broker keeps, by topic, as a new subscriber gets it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RetainedAsync(int port)
    {
        await using var listener = await StartAsync(port);
        await listener.SyncAsync();
        var retained = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var heard in listener.From(0).Where(static heard => heard.Retain))
        {
            if (heard.Payload.Length == 0)
            {
                retained.Remove(heard.Topic);
            }
            else
            {
                retained[heard.Topic] = heard.Payload;
            }
        }

        return retained;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync(publishWill: false, CancellationToken.None);
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await foreach (var (message, _) in _client.Received.ReadAllAsync())
        {
            _heard.Add(new(message.Topic, Encoding.UTF8.GetString(message.Payload.Span), message.Retain));
        }
    }
}
