using System.Text;
using Bridge.Mqtt.Client;

namespace Bridge.Unit.Mqtt;

/// <summary>What every IMqttClient promises, against any broker and with either version.</summary>
public abstract class MqttClientContract : IAsyncLifetime
{
    private readonly List<IMqttClient> _clients = [];
    private readonly string _topic = $"contract/{Guid.NewGuid():N}";

    protected abstract int Port { get; }

    /// <summary>Bytes of a large message: far more than any buffer on its way.</summary>
    protected virtual int Large => 500_000;

    public abstract Task InitializeAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    [ContractTest]
    public async Task Delivers_messages_of_both_qualities_in_order(MqttProtocol protocol)
    {
        var client = await ConnectAsync(protocol);
        var granted = await client.SubscribeAsync([new($"{_topic}/+", MqttQos.AtLeastOnce)], CancellationToken.None);
        granted.Should().Equal(MqttReasonCode.GrantedQos1);
        for (var i = 0; i < 300; i++)
        {
            var qos = i % 2 == 0 ? MqttQos.AtLeastOnce : MqttQos.AtMostOnce;
            (await client.PublishAsync(Message("a", $"{i}", qos), CancellationToken.None))
                .Should().Be(MqttReasonCode.Success);
            var received = await NextAsync(client);
            received.Message.Topic.Should().Be($"{_topic}/a");
            received.Message.Qos.Should().Be(qos);
            Text(received).Should().Be($"{i}");
        }
    }

    [ContractTest]
    public async Task Takes_many_publishes_at_once(MqttProtocol protocol)
    {
        var client = await ConnectAsync(protocol);
        var publishes = Enumerable.Range(0, 500)
            .Select(i => client.PublishAsync(Message("many", $"{i}", MqttQos.AtLeastOnce), CancellationToken.None).AsTask());
        (await Task.WhenAll(publishes)).Should().OnlyContain(reason => (int)reason < 0x80);
    }

    [ContractTest]
    public async Task A_retained_message_waits_for_a_subscriber_until_it_is_cleared(MqttProtocol protocol)
    {
        var client = await ConnectAsync(protocol);
        await client.PublishAsync(Message("kept", "old", MqttQos.AtLeastOnce, retain: true), CancellationToken.None);
        await client.SubscribeAsync([new($"{_topic}/kept", MqttQos.AtLeastOnce)], CancellationToken.None);
        var received = await NextAsync(client);
        (Text(received), received.Message.Retain).Should().Be(("old", true));

        await client.PublishAsync(Message("kept", "", MqttQos.AtLeastOnce, retain: true), CancellationToken.None);
        (await NextAsync(client)).Message.Retain.Should().BeFalse("a live message is not marked as retained");
        var other = await ConnectAsync(protocol);
        await other.SubscribeAsync([new($"{_topic}/#", MqttQos.AtLeastOnce)], CancellationToken.None);
        await client.PublishAsync(Message("end", "end", MqttQos.AtLeastOnce), CancellationToken.None);
        Text(await NextAsync(other)).Should().Be("end", "nothing retained is left");
    }

    [ContractTest]
    public async Task Retain_as_published_tells_a_retained_command_from_a_live_one()
    {
        var client = await ConnectAsync(MqttProtocol.V5);
        var subscription = new MqttSubscription($"{_topic}/set", MqttQos.AtLeastOnce)
        {
            RetainAsPublished = true,
            RetainHandling = MqttRetainHandling.DoNotSend,
        };
        var other = await ConnectAsync(MqttProtocol.V5);
        await other.PublishAsync(Message("set", "before", MqttQos.AtLeastOnce, retain: true), CancellationToken.None);
        await client.SubscribeAsync([subscription], CancellationToken.None);
        await other.PublishAsync(Message("set", "retained", MqttQos.AtLeastOnce, retain: true), CancellationToken.None);
        await other.PublishAsync(Message("set", "live", MqttQos.AtLeastOnce), CancellationToken.None);
        var first = await NextAsync(client);
        (Text(first), first.Message.Retain).Should().Be(("retained", true));
        var second = await NextAsync(client);
        (Text(second), second.Message.Retain).Should().Be(("live", false));
        await other.PublishAsync(Message("set", "", MqttQos.AtLeastOnce, retain: true), CancellationToken.None);
    }

    [ContractTest]
    public async Task The_will_speaks_when_the_client_falls_silent_but_not_after_goodbye(MqttProtocol protocol)
    {
        var watcher = await ConnectAsync(protocol);
        await watcher.SubscribeAsync([new($"{_topic}/#", MqttQos.AtLeastOnce)], CancellationToken.None);
        var polite = await ConnectAsync(protocol, Message("will", "polite", MqttQos.AtLeastOnce));
        await polite.DisconnectAsync(publishWill: false, CancellationToken.None);
        (await polite.Closed).Cause.Should().Be(MqttCloseCause.Requested);

        var gone = await ConnectAsync(protocol, Message("will", "gone", MqttQos.AtLeastOnce));
        await gone.DisposeAsync();
        Text(await NextAsync(watcher)).Should().Be("gone");
    }

    [ContractTest]
    public async Task A_goodbye_may_ask_for_the_will()
    {
        var watcher = await ConnectAsync(MqttProtocol.V5);
        await watcher.SubscribeAsync([new($"{_topic}/will", MqttQos.AtLeastOnce)], CancellationToken.None);
        var client = await ConnectAsync(MqttProtocol.V5, Message("will", "asked", MqttQos.AtLeastOnce));
        await client.DisconnectAsync(publishWill: true, CancellationToken.None);
        Text(await NextAsync(watcher)).Should().Be("asked");
    }

    [ContractTest]
    public async Task An_ended_subscription_brings_nothing_more(MqttProtocol protocol)
    {
        var client = await ConnectAsync(protocol);
        await client.SubscribeAsync(
            [new($"{_topic}/a", MqttQos.AtMostOnce), new($"{_topic}/b", MqttQos.AtMostOnce)], CancellationToken.None);
        (await client.UnsubscribeAsync([$"{_topic}/a"], CancellationToken.None)).Should().Equal(MqttReasonCode.Success);
        await client.PublishAsync(Message("a", "a", MqttQos.AtLeastOnce), CancellationToken.None);
        await client.PublishAsync(Message("b", "b", MqttQos.AtLeastOnce), CancellationToken.None);
        Text(await NextAsync(client)).Should().Be("b");
    }

    [ContractTest]
    public async Task A_closed_client_can_connect_again(MqttProtocol protocol)
    {
        var client = await ConnectAsync(protocol);
        await client.DisconnectAsync(publishWill: false, CancellationToken.None);
        client.IsConnected.Should().BeFalse();
        var publish = async () => await client.PublishAsync(Message("a", "a", MqttQos.AtMostOnce), CancellationToken.None);
        await publish.Should().ThrowAsync<MqttException>();
        await client.ConnectAsync(Options(protocol), CancellationToken.None);
        client.IsConnected.Should().BeTrue();
        await publish.Should().NotThrowAsync();
    }

    [ContractTest]
    public async Task The_properties_of_a_message_arrive()
    {
        var client = await ConnectAsync(MqttProtocol.V5);
        await client.SubscribeAsync([new($"{_topic}/a", MqttQos.AtLeastOnce)], CancellationToken.None);
        var properties = new MqttMessageProperties
        {
            ContentType = "application/json",
            ResponseTopic = "answer/here",
            CorrelationData = new byte[] { 1, 2, 3 },
            UserProperties = [new("k", "v"), new("k", "w")],
        };
        await client.PublishAsync(
            Message("a", "{}", MqttQos.AtLeastOnce) with { Properties = properties }, CancellationToken.None);
        var arrived = (await NextAsync(client)).Message.Properties!;
        arrived.ContentType.Should().Be("application/json");
        arrived.ResponseTopic.Should().Be("answer/here");
        arrived.CorrelationData!.Value.ToArray().Should().Equal(1, 2, 3);
        arrived.UserProperties.Should().Equal(properties.UserProperties);
    }

    [ContractTest]
    public async Task A_large_message_comes_through(MqttProtocol protocol)
    {
        var client = await ConnectAsync(protocol, limit: Large + 1_000);
        await client.SubscribeAsync([new($"{_topic}/large", MqttQos.AtLeastOnce)], CancellationToken.None);
        var large = new MqttMessage($"{_topic}/large", new byte[Large], MqttQos.AtLeastOnce, Retain: false);
        await client.PublishAsync(large, CancellationToken.None);
        (await NextAsync(client)).Message.Payload.Length.Should().Be(Large);
    }

    protected virtual MqttConnectOptions Options(MqttProtocol protocol) =>
        new("127.0.0.1", Port, $"c{Guid.NewGuid():N}"[..20]) { Protocol = protocol };

    private static string Text(MqttReceived received) => Encoding.UTF8.GetString(received.Message.Payload.Span);

    private static async Task<MqttReceived> NextAsync(IMqttClient client)
    {
        using var safety = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await client.Received.ReadAsync(safety.Token);
    }

    private MqttMessage Message(string topic, string text, MqttQos qos, bool retain = false) =>
        new($"{_topic}/{topic}", Encoding.UTF8.GetBytes(text), qos, retain);

    private async Task<IMqttClient> ConnectAsync(MqttProtocol protocol, MqttMessage? will = null, int limit = 1024 * 1024)
    {
        var client = new MqttClient(TimeProvider.System);
        _clients.Add(client);
        var session = await client.ConnectAsync(
            Options(protocol) with { Will = will, MaximumPacketSize = limit }, CancellationToken.None);
        session.Protocol.Should().Be(protocol);
        return client;
    }
}
