using System.Net;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.TestSupport;

namespace Bridge.Unit.Mqtt;

public sealed class LoopbackBrokerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly List<MqttClient> _clients = [];
    private readonly LoopbackBroker _broker;

    public LoopbackBrokerTests() =>
        _broker = LoopbackBroker.Start(
            new IPEndPoint(IPAddress.Loopback, 0), _time, new LoopbackCredentials("user", "secret"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _broker.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public void Serves_no_other_machine()
    {
        var start = () => LoopbackBroker.Start(new IPEndPoint(IPAddress.Any, 0), _time);
        start.Should().Throw<ArgumentException>().WithMessage("*not a loopback address*");
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var connect = () => ConnectAsync("me", password: "wrong");
        (await connect.Should().ThrowAsync<MqttConnectException>())
            .Which.Reason.Should().Be(MqttReasonCode.BadUserNameOrPassword);
    }

    [Fact]
    public async Task The_same_identifier_takes_over_and_the_former_ones_will_speaks()
    {
        var watcher = await ConnectAsync("watcher");
        await watcher.SubscribeAsync([new("#", MqttQos.AtLeastOnce)], CancellationToken.None);
        var former = await ConnectAsync("same", new MqttMessage("will", "x"u8.ToArray(), MqttQos.AtLeastOnce, false));
        await ConnectAsync("same");
        (await former.Closed.WaitAsync(Patience)).Reason.Should().Be(MqttReasonCode.SessionTakenOver);
        (await NextAsync(watcher)).Message.Topic.Should().Be("will");
    }

    [Fact]
    public async Task A_leading_wildcard_does_not_show_dollar_topics()
    {
        var client = await ConnectAsync("me");
        await client.SubscribeAsync([new("#", MqttQos.AtLeastOnce)], CancellationToken.None);
        await client.PublishAsync(new("$SYS/a", default, MqttQos.AtLeastOnce, false), CancellationToken.None);
        await client.PublishAsync(new("b", default, MqttQos.AtLeastOnce, false), CancellationToken.None);
        (await NextAsync(client)).Message.Topic.Should().Be("b");
    }

    [Fact]
    public async Task A_retained_message_is_forgotten_when_it_expires()
    {
        var client = await ConnectAsync("me");
        foreach (var (topic, expiry) in new[] { ("short", 10u), ("long", 100u) })
        {
            var properties = new MqttMessageProperties { MessageExpiry = expiry };
            await client.PublishAsync(
                new(topic, "x"u8.ToArray(), MqttQos.AtLeastOnce, true) { Properties = properties }, CancellationToken.None);
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        await client.SubscribeAsync([new("+", MqttQos.AtLeastOnce)], CancellationToken.None);
        var left = (await NextAsync(client)).Message;
        (left.Topic, left.Properties!.MessageExpiry).Should().Be(("long", 70u));
    }

    [Fact]
    public async Task No_local_keeps_a_clients_own_messages_from_it()
    {
        var client = await ConnectAsync("me");
        await client.SubscribeAsync([new("a", MqttQos.AtLeastOnce) { NoLocal = true }], CancellationToken.None);
        (await client.PublishAsync(new("a", default, MqttQos.AtLeastOnce, false), CancellationToken.None))
            .Should().Be(MqttReasonCode.NoMatchingSubscribers);
    }

    private static async Task<MqttReceived> NextAsync(MqttClient client)
    {
        using var safety = new CancellationTokenSource(Patience);
        return await client.Received.ReadAsync(safety.Token);
    }

    private async Task<MqttClient> ConnectAsync(string id, MqttMessage? will = null, string password = "secret")
    {
        var client = new MqttClient(_time);
        _clients.Add(client);
        var options = new MqttConnectOptions("127.0.0.1", _broker.Endpoint.Port, id)
        {
            Username = "user",
            Password = password,
            Will = will,
        };
        await client.ConnectAsync(options, CancellationToken.None).WaitAsync(Patience);
        return client;
    }
}
