using Bridge.Mqtt.Client;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>QoS 2 and kept sessions against a peer whose every byte is scripted.</summary>
public sealed class ResumptionTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Resumed = [0x20, 0x03, 0x01, 0x00, 0x00];

    private readonly FakeBroker _broker = new();
    private readonly MqttClient _client = new(new ManualTime());

    private MqttConnectOptions Options => new("127.0.0.1", _broker.Port, "me")
    {
        CleanStart = false,
        SessionExpiry = 100,
        Protocol = MqttProtocol.V5,
    };

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().WaitAsync(Patience);
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_kept_session_sends_again_in_order_what_was_not_acknowledged()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        Task<MqttReasonCode>[] publishes =
            [Publish(MqttQos.AtLeastOnce), Publish(MqttQos.ExactlyOnce), Publish(MqttQos.ExactlyOnce)];
        await ReadAsync(3);
        await _broker.SendAsync(0x50, 0x02, 0x00, 0x02); // PUBREC of the second
        (await _broker.ReadAsync())!.Should().BeEquivalentTo(new WirePacket(0x62, [0x00, 0x02]));
        await CutAsync();
        publishes.Should().OnlyContain(static publish => !publish.IsCompleted);

        await ConnectAsync(Resumed);
        var again = await ReadAsync(3);
        again.Select(static packet => packet.First).Should().Equal(0x3A, 0x3C, 0x62); // DUP: QoS 1, QoS 2; PUBREL
        again.Select(static packet => packet.First == 0x62 ? packet.Body[1] : packet.Body[4]).Should().Equal(1, 3, 2);
        await _broker.SendAsync(0x40, 0x02, 0x00, 0x01, 0x70, 0x02, 0x00, 0x02, 0x50, 0x04, 0x00, 0x03, 0x97, 0x00);
        (await Task.WhenAll(publishes).WaitAsync(Patience))
            .Should().Equal(MqttReasonCode.Success, MqttReasonCode.Success, MqttReasonCode.QuotaExceeded);
    }

    [Fact]
    public async Task A_session_that_is_gone_fails_what_was_outstanding()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        var publish = Publish(MqttQos.ExactlyOnce);
        await ReadAsync(1);
        await CutAsync();
        await ConnectAsync(FakeBroker.ConnAck5);
        await FluentActions.Awaiting(() => publish.WaitAsync(Patience)).Should().ThrowAsync<MqttException>();
    }

    [Fact]
    public async Task A_payload_that_the_caller_took_back_is_sent_again_as_it_was()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        using var cancellation = new CancellationTokenSource();
        byte[] payload = [0x42];
        var publish = _client.PublishAsync(new("a", payload, MqttQos.AtLeastOnce, false), cancellation.Token).AsTask();
        await ReadAsync(1);
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => publish).Should().ThrowAsync<OperationCanceledException>();
        payload[0] = 0;
        await CutAsync();
        await ConnectAsync(Resumed);
        (await _broker.ReadAsync())!.Body[^1].Should().Be(0x42);
    }

    [Fact]
    public async Task A_message_that_is_sent_again_before_its_release_is_handed_out_once()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        byte[] publish = [0x34, 0x07, 0x00, 0x01, 0x61, 0x00, 0x05, 0x00, 0x78];
        await _broker.SendAsync([.. publish, 0x3C, .. publish[1..]]);
        (await NextAsync()).Duplicate.Should().BeFalse();
        (await _broker.ReadAsync())!.First.Should().Be(0x50);
        await _broker.SendAsync([0x3C, .. publish[1..]]);
        (await _broker.ReadAsync())!.Should().BeEquivalentTo(new WirePacket(0x50, [0x00, 0x05]));
        await _broker.SendAsync(0x62, 0x02, 0x00, 0x05);
        (await _broker.ReadAsync())!.Should().BeEquivalentTo(new WirePacket(0x70, [0x00, 0x05]));
        await _broker.SendAsync(0x62, 0x02, 0x00, 0x05);
        (await _broker.ReadAsync())!.Should().BeEquivalentTo(new WirePacket(0x70, [0x00, 0x05, 0x92, 0x00]));
        _client.Received.TryRead(out _).Should().BeFalse();
        await _broker.SendAsync(publish);
        (await NextAsync()).Message.Topic.Should().Be("a", "a released identifier is a new message");
    }

    [Theory]
    [InlineData("4002 0001", MqttReasonCode.ProtocolError)] // PUBACK for QoS 2
    [InlineData("7002 0001", MqttReasonCode.ProtocolError)] // PUBCOMP before PUBREC
    [InlineData("F000", MqttReasonCode.BadAuthenticationMethod)]
    [InlineData("3008 0000 032300 11 7878", MqttReasonCode.TopicAliasInvalid)] // alias 17 of 16
    [InlineData("3407 0001 61 0005 00 78 6202 0005", MqttReasonCode.ProtocolError)] // PUBREL before our PUBREC
    public async Task What_does_not_belong_there_ends_the_connection_with_its_reason(string hex, MqttReasonCode reason)
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        var publish = Publish(MqttQos.ExactlyOnce);
        await ReadAsync(1);
        await _broker.SendAsync(Convert.FromHexString(hex.Replace(" ", "")));
        var said = await _broker.ReadAsync();
        (said!.First, said.Body[0]).Should().Be((0xE0, (byte)reason));
        (await _client.Closed.WaitAsync(Patience)).Reason.Should().Be(reason);
        publish.IsCompleted.Should().BeFalse("the session goes on");
    }

    [Fact]
    public async Task A_broker_that_goes_far_beyond_the_receive_maximum_is_told_so()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        for (var id = 1; id <= 10_001; id++)
        {
            await _broker.SendAsync(
                (byte)(id % 2 == 0 ? 0x32 : 0x34), 0x07, 0x00, 0x01, 0x61, (byte)(id >> 8), (byte)id, 0x00, 0x78);
        }

        var said = await _broker.ReadAsync();
        (said!.First, said.Body[0]).Should().Be((0xE0, (byte)MqttReasonCode.ReceiveMaximumExceeded));
    }

    [Fact]
    public async Task A_hot_topic_gets_an_alias_and_loses_its_name()
    {
        await ConnectAsync([0x20, 0x06, 0x00, 0x00, 0x03, 0x22, 0x00, 0x01]);
        foreach (var topic in new[] { "long/topic", "long/topic", "long/topic", "another/one", "another/one" })
        {
            await _client.PublishAsync(new(topic, default, MqttQos.AtMostOnce, false), CancellationToken.None);
        }

        var sent = await ReadAsync(5);
        sent[0].Body[^1].Should().Be(0, "no properties");
        sent[1].Body[^4..].Should().Equal(3, 0x23, 0, 1);
        sent[1].Body[1].Should().Be(10);
        sent[2].Body.Should().Equal(0, 0, 3, 0x23, 0, 1);
        sent[4].Body[^1].Should().Be(0, "there is no second alias");
    }

    [Fact]
    public async Task An_alias_of_the_broker_stands_for_its_topic()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        await _broker.SendAsync(0x30, 0x07, 0x00, 0x01, 0x61, 0x03, 0x23, 0x00, 0x10);
        await _broker.SendAsync(0x30, 0x06, 0x00, 0x00, 0x03, 0x23, 0x00, 0x10);
        (await NextAsync()).Message.Topic.Should().Be("a");
        (await NextAsync()).Message.Topic.Should().Be("a");
    }

    [Fact]
    public async Task A_broker_may_send_a_client_elsewhere()
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync([0x20, 0x07, 0x00, 0x9D, 0x04, 0x1C, 0x00, 0x01, 0x78]);
        (await FluentActions.Awaiting(() => connect).Should().ThrowAsync<MqttConnectException>())
            .WithMessage("*ServerMoved (0x9D); use x instead*");
        await ConnectAsync(FakeBroker.ConnAck5);
        await _broker.SendAsync(0xE0, 0x06, 0x9C, 0x04, 0x1C, 0x00, 0x01, 0x79);
        (await _client.Closed.WaitAsync(Patience)).Message.Should().Contain("UseAnotherServer (0x9C); use y instead");
    }

    [Fact]
    public async Task Keep_alive_and_identifier_of_the_broker_are_in_force()
    {
        var connect = _client.ConnectAsync(Options with { ClientId = "" }, CancellationToken.None);
        await _broker.AcceptAsync([0x20, 0x0A, 0, 0, 0x07, 0x13, 0x00, 0x05, 0x12, 0x00, 0x01, 0x7A]);
        var session = await connect;
        (session.KeepAlive, session.ClientId).Should().Be((TimeSpan.FromSeconds(5), "z"));
    }

    private async Task ConnectAsync(byte[] answer)
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync(answer);
        await connect.WaitAsync(Patience);
    }

    private async Task CutAsync()
    {
        _broker.Cut();
        await _client.Closed.WaitAsync(Patience);
    }

    private Task<MqttReasonCode> Publish(MqttQos qos) =>
        _client.PublishAsync(new MqttMessage("a", default, qos, Retain: false), CancellationToken.None).AsTask();

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
}
