using System.Text;
using Bridge.Mqtt.Client;

namespace Bridge.Unit.Mqtt;

/// <summary>QoS 2, sessions that outlive a connection, and what else of MQTT only larger brokers speak.</summary>
public abstract class SessionContract : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<IMqttClient> _clients = [];
    private readonly string _topic = $"session/{Guid.NewGuid():N}";

    protected abstract int Port { get; }

    public abstract Task InitializeAsync();

    public virtual async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    [ContractTest]
    public async Task Delivers_exactly_once_in_order(MqttProtocol protocol)
    {
        var client = await ConnectAsync(Options(protocol));
        (await client.SubscribeAsync([new($"{_topic}/+", MqttQos.ExactlyOnce)], CancellationToken.None))
            .Should().Equal(MqttReasonCode.GrantedQos2);
        for (var i = 0; i < 200; i++)
        {
            (await client.PublishAsync(Message("a", $"{i}", MqttQos.ExactlyOnce), CancellationToken.None))
                .Should().Be(MqttReasonCode.Success);
            var received = await NextAsync(client);
            (Text(received), received.Message.Qos).Should().Be(($"{i}", MqttQos.ExactlyOnce));
        }
    }

    [ContractTest]
    public async Task Many_at_once_come_exactly_once(MqttProtocol protocol)
    {
        var client = await ConnectAsync(Options(protocol));
        await client.SubscribeAsync([new($"{_topic}/many", MqttQos.ExactlyOnce)], CancellationToken.None);
        var publishes = Task.WhenAll(Enumerable.Range(0, 500).Select(i =>
            client.PublishAsync(Message("many", $"{i}", MqttQos.ExactlyOnce), CancellationToken.None).AsTask()));
        for (var i = 0; i < 500; i++)
        {
            Text(await NextAsync(client)).Should().Be($"{i}");
        }

        (await publishes.WaitAsync(Patience)).Should().OnlyContain(reason => reason == MqttReasonCode.Success);
    }

    [ContractTest]
    public async Task What_comes_while_away_waits_in_a_kept_session(MqttProtocol protocol)
    {
        var options = Options(protocol) with { CleanStart = false, SessionExpiry = 100 };
        var client = await ConnectAsync(options);
        await client.SubscribeAsync([new($"{_topic}/kept", MqttQos.ExactlyOnce)], CancellationToken.None);
        await client.DisconnectAsync(publishWill: false, CancellationToken.None);
        var other = await ConnectAsync(Options(protocol));
        await other.PublishAsync(Message("kept", "1", MqttQos.AtLeastOnce), CancellationToken.None);
        await other.PublishAsync(Message("kept", "2", MqttQos.ExactlyOnce), CancellationToken.None);
        (await client.ConnectAsync(options, CancellationToken.None)).SessionPresent.Should().BeTrue();
        Text(await NextAsync(client)).Should().Be("1");
        Text(await NextAsync(client)).Should().Be("2");
    }

    [ContractTest]
    public async Task A_message_taken_after_the_connection_broke_does_not_come_again(MqttProtocol protocol)
    {
        var options = Options(protocol) with { CleanStart = false, SessionExpiry = 100 };
        var client = await ConnectAsync(options);
        await client.SubscribeAsync([new($"{_topic}/once", MqttQos.ExactlyOnce)], CancellationToken.None);
        var other = await ConnectAsync(Options(protocol));
        await other.PublishAsync(Message("once", "first", MqttQos.ExactlyOnce), CancellationToken.None);
        (await client.Received.WaitToReadAsync().AsTask().WaitAsync(Patience)).Should().BeTrue();
        await client.DisconnectAsync(publishWill: false, CancellationToken.None);
        Text(await NextAsync(client)).Should().Be("first");
        await client.ConnectAsync(options, CancellationToken.None);
        await other.PublishAsync(Message("once", "second", MqttQos.ExactlyOnce), CancellationToken.None);
        Text(await NextAsync(client)).Should().Be("second");
    }

    [ContractTest]
    public async Task A_session_of_somebody_else_is_not_taken_over(MqttProtocol protocol)
    {
        var options = Options(protocol) with { CleanStart = false, SessionExpiry = 100 };
        await using (var other = await ConnectAsync(options))
        {
            await other.SubscribeAsync([new($"{_topic}/a", MqttQos.AtLeastOnce)], CancellationToken.None);
        }

        var connect = () => ConnectAsync(options);
        await connect.Should().ThrowAsync<MqttConnectException>().WithMessage("*clean start*");
        (await ConnectAsync(options with { CleanStart = true })).IsConnected.Should().BeTrue();
    }

    [ContractTest]
    public async Task A_shared_subscription_gives_each_message_to_one_of_its_members()
    {
        var members = new[] { await ConnectAsync(Options(MqttProtocol.V5)), await ConnectAsync(Options(MqttProtocol.V5)) };
        foreach (var member in members)
        {
            var shared = $"$share/{_topic.Replace('/', '-')}/{_topic}/+";
            (await member.SubscribeAsync([new(shared, MqttQos.AtLeastOnce)], CancellationToken.None))
                .Should().Equal(MqttReasonCode.GrantedQos1);
        }

        var sent = Enumerable.Range(0, 20).Select(static i => $"{i}").ToArray();
        foreach (var text in sent)
        {
            await members[0].PublishAsync(Message("work", text, MqttQos.AtLeastOnce), CancellationToken.None);
        }

        var got = new List<string>();
        using var safety = new CancellationTokenSource(Patience);
        var first = members[0].Received.WaitToReadAsync(safety.Token).AsTask();
        var second = members[1].Received.WaitToReadAsync(safety.Token).AsTask();
        await Task.WhenAll(first, second); // both have had some
        while (got.Count < sent.Length)
        {
            foreach (var member in members)
            {
                while (member.Received.TryRead(out var received))
                {
                    got.Add(Text(received));
                }
            }

            safety.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        got.Should().BeEquivalentTo(sent);
    }

    [ContractTest]
    public async Task A_subscription_identifier_comes_with_its_messages()
    {
        var client = await ConnectAsync(Options(MqttProtocol.V5));
        await client.SubscribeAsync(
            [new($"{_topic}/a", MqttQos.AtLeastOnce) { Identifier = 7, UserProperties = [new("k", "v")] }],
            CancellationToken.None);
        await client.PublishAsync(Message("a", "a", MqttQos.AtLeastOnce), CancellationToken.None);
        (await NextAsync(client)).SubscriptionIds.Should().Equal(7u);
    }

    [ContractTest]
    public async Task Topics_that_are_used_again_and_again_arrive_whole()
    {
        var client = await ConnectAsync(Options(MqttProtocol.V5) with { UserProperties = [new("k", "v")] });
        await client.SubscribeAsync([new($"{_topic}/#", MqttQos.AtLeastOnce)], CancellationToken.None);
        for (var i = 0; i < 100; i++)
        {
            var name = $"hot{i % 25}"; // more topics than any broker gives aliases
            await client.PublishAsync(Message(name, $"{i}", (MqttQos)(i % 3)), CancellationToken.None);
            var received = await NextAsync(client);
            (received.Message.Topic, Text(received)).Should().Be(($"{_topic}/{name}", $"{i}"));
        }
    }

    [ContractTest]
    public async Task A_broker_assigns_an_identifier_to_a_client_without_one()
    {
        var client = new MqttClient(TimeProvider.System);
        _clients.Add(client);
        var session = await client.ConnectAsync(Options(MqttProtocol.V5) with { ClientId = "" }, CancellationToken.None);
        session.ClientId.Should().NotBeEmpty();
    }

    [ContractTest]
    public async Task A_will_with_a_delay_is_called_off_by_a_connection_in_time()
    {
        var watcher = await ConnectAsync(Options(MqttProtocol.V5));
        await watcher.SubscribeAsync([new($"{_topic}/+", MqttQos.AtLeastOnce)], CancellationToken.None);
        var options = Options(MqttProtocol.V5) with
        {
            Will = Message("will", "gone", MqttQos.AtLeastOnce),
            WillDelay = TimeSpan.FromSeconds(1000),
            SessionExpiry = 1000,
        };
        var client = await ConnectAsync(options);
        await client.DisconnectAsync(publishWill: true, CancellationToken.None);
        (await client.ConnectAsync(options with { CleanStart = false }, CancellationToken.None))
            .SessionPresent.Should().BeTrue();
        await client.PublishAsync(Message("end", "end", MqttQos.AtLeastOnce), CancellationToken.None);
        Text(await NextAsync(watcher)).Should().Be("end");
    }

    protected MqttConnectOptions Options(MqttProtocol protocol) =>
        new("127.0.0.1", Port, $"s{Guid.NewGuid():N}"[..20]) { Protocol = protocol };

    private static string Text(MqttReceived received) => Encoding.UTF8.GetString(received.Message.Payload.Span);

    private static async Task<MqttReceived> NextAsync(IMqttClient client)
    {
        using var safety = new CancellationTokenSource(Patience);
        return await client.Received.ReadAsync(safety.Token);
    }

    private MqttMessage Message(string topic, string text, MqttQos qos) =>
        new($"{_topic}/{topic}", Encoding.UTF8.GetBytes(text), qos, Retain: false);

    private async Task<IMqttClient> ConnectAsync(MqttConnectOptions options)
    {
        var client = new MqttClient(TimeProvider.System);
        _clients.Add(client);
        await client.ConnectAsync(options, CancellationToken.None);
        return client;
    }
}
