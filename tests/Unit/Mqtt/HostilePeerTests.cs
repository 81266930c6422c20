using System.Collections.Immutable;
using Bridge.Mqtt.Client;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>A broker that answers what nobody asked, twice, in another order, without end, or not to its end.</summary>
public sealed class HostilePeerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly FakeBroker _broker = new();
    private readonly MqttClient _client;

    public HostilePeerTests() => _client = new MqttClient(_time);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().WaitAsync(Patience);
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Half_a_packet_and_then_nothing_runs_into_the_keep_alive()
    {
        await ConnectAsync();
        await SendAsync("3005 0001 61 00 78", "300A 0001"); // a whole one before it shows when it has arrived
        await NextAsync();
        _time.Advance(TimeSpan.FromSeconds(60));
        (await _broker.ReadAsync())!.First.Should().Be(0xC0);
        _time.Advance(TimeSpan.FromSeconds(30));

        (await _client.Closed.WaitAsync(Patience)).Cause.Should().Be(MqttCloseCause.KeepAlive);
    }

    [Fact]
    public async Task Acknowledgements_of_quality_2_may_come_twice_and_in_another_order()
    {
        await ConnectAsync();
        Task<MqttReasonCode>[] publishes = [PublishAsync(MqttQos.ExactlyOnce), PublishAsync(MqttQos.ExactlyOnce)];
        (await ReadAsync(2)).Select(static packet => packet.Body[4]).Should().Equal(1, 2);

        await SendAsync("5002 0002", "5002 0001", "5002 0002"); // PUBREC
        (await ReadAsync(3)).Should().OnlyContain(static packet => packet.First == 0x62)
            .And.SatisfyRespectively(Is(2), Is(1), Is(2));
        await SendAsync("7002 0002", "7002 0002", "7002 0001", "7002 0001"); // PUBCOMP

        (await Task.WhenAll(publishes).WaitAsync(Patience)).Should().Equal(MqttReasonCode.Success, MqttReasonCode.Success);
        await StillWorksAsync();

        static Action<WirePacket> Is(byte id) => packet => packet.Body[1].Should().Be(id);
    }

    [Fact]
    public async Task An_identifier_that_is_used_again_too_early_is_another_message()
    {
        await ConnectAsync();
        await SendAsync("3207 0001 61 0005 00 78", "3207 0001 61 0005 00 79"); // QoS 1, identifier 5, "x" and "y"

        (await NextAsync()).Message.Payload.ToArray().Should().Equal(0x78);
        (await NextAsync()).Message.Payload.ToArray().Should().Equal(0x79);
        (await ReadAsync(2)).Should().OnlyContain(static packet => packet.First == 0x40 && packet.Body[1] == 5);
    }

    [Fact]
    public async Task A_flood_of_answers_that_nobody_asked_for_changes_nothing()
    {
        await ConnectAsync();
        var subscribe = _client.SubscribeAsync([new("a", MqttQos.AtMostOnce)], CancellationToken.None);
        await _broker.ReadAsync();
        for (var id = 2; id < 5_000; id++)
        {
            // SUBACK, UNSUBACK, PUBACK, PUBCOMP
            await SendAsync($"9004 {id:X4} 00 00", $"B004 {id:X4} 00 00", $"4002 {id:X4}", $"7002 {id:X4}");
        }

        await SendAsync("9004 0001 00 00");
        (await subscribe.WaitAsync(Patience)).Should().Equal(MqttReasonCode.Success);
    }

    [Fact]
    public async Task An_unsuback_is_no_answer_to_a_subscribe()
    {
        await ConnectAsync(MqttProtocol.V5);
        var subscribe = _client.SubscribeAsync([new("a", MqttQos.AtMostOnce)], CancellationToken.None);
        await _broker.ReadAsync();
        await SendAsync("B004 0001 00 00");

        await subscribe.Invoking(static answer => answer.WaitAsync(Patience)).Should().ThrowAsync<MqttException>();
        (await _client.Closed.WaitAsync(Patience)).Reason.Should().Be(MqttReasonCode.ProtocolError);
    }

    [Theory] // §3.9.3: one reason per filter, here of two
    [InlineData(MqttProtocol.V5, "9003 0001 00")]
    [InlineData(MqttProtocol.V5, "9004 0001 00 00")]
    [InlineData(MqttProtocol.V5, "9006 0001 00 000000")]
    [InlineData(MqttProtocol.V311, "9002 0001")]
    [InlineData(MqttProtocol.V311, "9003 0001 00")]
    [InlineData(MqttProtocol.V311, "9005 0001 000000")]
    public async Task A_suback_with_another_number_of_reasons_is_a_protocol_error(MqttProtocol protocol, string answer)
    {
        await ConnectAsync(protocol);
        var subscribe = _client.SubscribeAsync(
            [new("a", MqttQos.AtMostOnce), new("b", MqttQos.AtMostOnce)], CancellationToken.None);
        await _broker.ReadAsync();
        await SendAsync(answer);

        await FluentActions.Awaiting(() => subscribe.WaitAsync(Patience)).Should().ThrowAsync<MqttException>();
        var closed = await _client.Closed.WaitAsync(Patience);
        closed.Cause.Should().Be(MqttCloseCause.ProtocolError);
        closed.Reason.Should().Be(protocol == MqttProtocol.V5 ? MqttReasonCode.ProtocolError : null);
    }

    [Fact]
    public async Task An_unsuback_of_5_without_reasons_is_a_protocol_error()
    {
        await ConnectAsync();
        var unsubscribe = _client.UnsubscribeAsync(["a"], CancellationToken.None);
        await _broker.ReadAsync();
        await SendAsync("B003 0001 00");

        await FluentActions.Awaiting(() => unsubscribe.WaitAsync(Patience)).Should().ThrowAsync<MqttException>();
        (await _client.Closed.WaitAsync(Patience)).Reason.Should().Be(MqttReasonCode.ProtocolError);
    }

    [Fact]
    public async Task Subscribe_requests_that_a_broker_never_answers_have_a_bound()
    {
        await ConnectAsync();
        var waiting = Enumerable.Range(0, 100).Select(_ => SubscribeAsync()).ToArray();

        await FluentActions.Awaiting(SubscribeAsync).Should().ThrowAsync<MqttException>().WithMessage("100 *");

        waiting.Should().OnlyContain(static each => !each.IsCompleted);
        (await ReadAsync(100))[^1].Body[1].Should().Be(100);
        await StillWorksAsync(101);

        Task<ImmutableArray<MqttReasonCode>> SubscribeAsync() =>
            _client.SubscribeAsync([new("a", MqttQos.AtMostOnce)], CancellationToken.None);
    }

    [Fact]
    public async Task A_flood_of_messages_that_nobody_takes_is_bounded_and_counted()
    {
        await ConnectAsync();
        for (var i = 0; i < 5_000; i++)
        {
            await SendAsync("3005 0001 61 00 78");
        }

        await StillWorksAsync();
        _client.Received.Count.Should().Be(1_000);
        _client.DroppedMessages.Should().Be(4_000);
    }

    [Fact]
    public async Task The_brokers_words_at_the_end_are_told()
    {
        await ConnectAsync();
        await SendAsync("E009 98 07 1F 0004 66756C6C"); // Reason String: "full"

        (await _client.Closed.WaitAsync(Patience)).Message
            .Should().Be("the broker disconnected: AdministrativeAction (0x98): full");
    }

    private async Task ConnectAsync(MqttProtocol protocol = MqttProtocol.V5)
    {
        var options = new MqttConnectOptions("127.0.0.1", _broker.Port, "me") { Protocol = protocol };
        var connect = _client.ConnectAsync(options, CancellationToken.None);
        await _broker.AcceptAsync(protocol == MqttProtocol.V5 ? FakeBroker.ConnAck5 : FakeBroker.ConnAck311);
        await connect.WaitAsync(Patience);
    }

    private async Task SendAsync(params string[] packets) =>
        await _broker.SendAsync(Convert.FromHexString(string.Concat(packets).Replace(" ", "")));

    private async Task<List<WirePacket>> ReadAsync(int count)
    {
        var packets = new List<WirePacket>();
        while (packets.Count < count)
        {
            packets.Add(await _broker.ReadAsync() ?? throw new EndOfStreamException());
        }

        return packets;
    }

    private async Task<MqttReceived> NextAsync()
    {
        using var safety = new CancellationTokenSource(Patience);
        return await _client.Received.ReadAsync(safety.Token);
    }

    private async Task StillWorksAsync(byte? id = null)
    {
        var publish = PublishAsync(MqttQos.AtLeastOnce);
        var sent = (await _broker.ReadAsync())!;
        sent.Body[4].Should().Be(id ?? sent.Body[4]);
        await _broker.SendAsync(0x40, 0x02, 0x00, sent.Body[4]);
        (await publish.WaitAsync(Patience)).Should().Be(MqttReasonCode.Success);
    }

    private Task<MqttReasonCode> PublishAsync(MqttQos qos) =>
        _client.PublishAsync(new MqttMessage("a", default, qos, Retain: false), CancellationToken.None).AsTask();
}
