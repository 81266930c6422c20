using System.Text;
using Bridge.Mqtt.Client;

namespace Bridge.Unit.Host.Composition;

/// <summary>A client that hears everything on a broker, and says something.</summary>
internal sealed class Ear : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MqttClient _client = new(TimeProvider.System);
    private readonly List<MqttMessage> _heard = [];

    /// <summary>Told of each message once, when it is first looked at.</summary>
    public Action<MqttMessage> Heard { get; init; } = static _ => { };

    /// <summary>How many messages were heard: a place to wait from.</summary>
    public int Count => _heard.Count;

    public async Task ListenAsync(int port)
    {
        await _client.ConnectAsync(new("127.0.0.1", port, string.Empty), CancellationToken.None);
        await _client.SubscribeAsync([new("#", MqttQos.AtLeastOnce)], CancellationToken.None);
    }

    public async Task SayAsync(
        string topic, string payload, MqttMessageProperties? properties = null, bool retain = false) =>
        await _client.PublishAsync(
            new(topic, Encoding.UTF8.GetBytes(payload), MqttQos.AtLeastOnce, retain) { Properties = properties },
            CancellationToken.None);

    /// <summary>The first message on a topic, with that payload if one is given; heard before or still to come.</summary>
    public Task<MqttMessage> HearAsync(string topic, string? payload = null) =>
        HearAsync(topic, text => payload is null || text == payload);

    /// <summary>The first message on a topic, from a place on, whose payload fits.</summary>
    public async Task<MqttMessage> HearAsync(string topic, Func<string, bool> fits, int start = 0)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var at = start; ; at++)
        {
            if (at == _heard.Count)
            {
                _heard.Add((await _client.Received.ReadAsync(patience.Token)).Message);
                Heard(_heard[at]);
            }

            if (_heard[at].Topic == topic && fits(Text(_heard[at])))
            {
                return _heard[at];
            }
        }
    }

    public static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
