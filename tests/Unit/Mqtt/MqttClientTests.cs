using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>The client against a peer whose every byte is scripted.</summary>
public sealed class MqttClientTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly FakeBroker _broker = new();
    private readonly MqttClient _client;

    public MqttClientTests() => _client = new MqttClient(_time);

    private MqttConnectOptions Options => new("127.0.0.1", _broker.Port, "me");

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().WaitAsync(Patience);
        await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData("2003008400")]
    [InlineData("20020001")]
    [InlineData("")]
    public async Task An_old_broker_is_spoken_to_in_311_from_then_on(string refusal)
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        (await _broker.AcceptAsync(Convert.FromHexString(refusal))).Body[6].Should().Be(5);
        _broker.Cut();
        (await _broker.AcceptAsync(FakeBroker.ConnAck311)).Body[6].Should().Be(4);
        (await connect).Protocol.Should().Be(MqttProtocol.V311);
        _broker.Cut();
        await _client.Closed.WaitAsync(Patience);
        var again = _client.ConnectAsync(Options, CancellationToken.None);
        (await _broker.AcceptAsync(FakeBroker.ConnAck311)).Body[6].Should().Be(4);
        await again;
    }

    [Theory]
    [InlineData("")]
    [InlineData("200300")]
    public async Task A_broker_that_does_not_finish_its_answer_runs_into_the_time_out(string start)
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync(Convert.FromHexString(start));
        _time.Advance(TimeSpan.FromSeconds(10));
        var failure = await FluentActions.Awaiting(() => connect).Should().ThrowAsync<MqttConnectException>();
        failure.Which.Failure.Should().Be(MqttConnectFailure.Timeout);
    }

    [Fact]
    public async Task What_is_no_mqtt_is_named_as_such()
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        var failure = await FluentActions.Awaiting(() => connect).Should().ThrowAsync<MqttConnectException>();
        failure.Which.Failure.Should().Be(MqttConnectFailure.Protocol);
    }

    [Theory]
    [InlineData("FF00", MqttCloseCause.ProtocolError, MqttReasonCode.MalformedPacket)]
    [InlineData("3080808001", MqttCloseCause.ProtocolError, MqttReasonCode.PacketTooLarge)]
    [InlineData("30060000032300 01", MqttCloseCause.ProtocolError, MqttReasonCode.TopicAliasInvalid)]
    [InlineData("E0028E00", MqttCloseCause.BrokerDisconnect, MqttReasonCode.SessionTakenOver)]
    public async Task The_end_tells_who_and_why(string hex, MqttCloseCause cause, MqttReasonCode reason)
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        await _broker.SendAsync(Convert.FromHexString(hex.Replace(" ", "")));
        if (cause == MqttCloseCause.ProtocolError)
        {
            var said = await _broker.ReadAsync();
            (said!.First, said.Body[0]).Should().Be((0xE0, (byte)reason));
        }

        var closed = await _client.Closed.WaitAsync(Patience);
        (closed.Cause, closed.Reason).Should().Be((cause, reason));
    }

    [Fact]
    public async Task No_more_than_the_receive_maximum_is_on_its_way()
    {
        await ConnectAsync([0x20, 0x06, 0x00, 0x00, 0x03, 0x21, 0x00, 0x02]);
        var publishes = Enumerable.Range(0, 3).Select(_ => PublishAsync(MqttQos.AtLeastOnce)).ToArray();
        var first = await _broker.ReadAsync();
        var second = await _broker.ReadAsync();
        (first!.Body[4], second!.Body[4]).Should().Be((1, 2));
        await _broker.SendAsync(0x40, 0x02, 0x00, 0x63, 0x40, 0x02, 0x00, 0x02, 0x40, 0x02, 0x00, 0x02);
        (await publishes[1].WaitAsync(Patience)).Should().Be(MqttReasonCode.Success);
        (await _broker.ReadAsync())!.Body[4].Should().Be(3, "an answer to nothing and a second one open no window");
        await _broker.SendAsync(0x40, 0x04, 0x00, 0x03, 0x87, 0x00, 0x40, 0x02, 0x00, 0x01);
        (await publishes[2].WaitAsync(Patience)).Should().Be(MqttReasonCode.NotAuthorized);
        (await publishes[0].WaitAsync(Patience)).Should().Be(MqttReasonCode.Success);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_fails_what_is_outstanding(bool reset)
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        var publish = PublishAsync(MqttQos.AtLeastOnce);
        var subscribe = _client.SubscribeAsync([new("a", MqttQos.AtMostOnce)], CancellationToken.None);
        await _broker.ReadAsync();
        _broker.Cut(reset);
        await FluentActions.Awaiting(() => publish).Should().ThrowAsync<MqttException>();
        await FluentActions.Awaiting(() => subscribe).Should().ThrowAsync<MqttException>();
        (await _client.Closed.WaitAsync(Patience)).Cause.Should().Be(MqttCloseCause.ConnectionLost);
    }

    [Fact]
    public async Task A_silent_connection_is_pinged_and_given_up_after_one_and_a_half_intervals()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        _time.Advance(TimeSpan.FromSeconds(60));
        (await _broker.ReadAsync())!.First.Should().Be(0xC0);
        _time.Advance(TimeSpan.FromSeconds(29));
        _client.IsConnected.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _client.Closed.WaitAsync(Patience)).Cause.Should().Be(MqttCloseCause.KeepAlive);
    }

    [Fact]
    public async Task What_the_broker_would_not_take_fails_alone()
    {
        // Maximum QoS 0, retain not available, maximum packet size 20
        await ConnectAsync([0x20, 0x0C, 0, 0, 0x09, 0x24, 0, 0x25, 0, 0x27, 0, 0, 0, 0x14]);
        await FluentActions.Awaiting(() => PublishAsync(MqttQos.AtLeastOnce)).Should().ThrowAsync<MqttException>();
        await FluentActions.Awaiting(() => PublishAsync(MqttQos.AtMostOnce, retain: true))
            .Should().ThrowAsync<MqttException>();
        await FluentActions.Awaiting(() => PublishAsync(MqttQos.AtMostOnce, size: 20))
            .Should().ThrowAsync<MqttException>();
        (await PublishAsync(MqttQos.AtMostOnce)).Should().Be(MqttReasonCode.Success);
        (await _broker.ReadAsync())!.First.Should().Be(0x30);
    }

    [Theory]
    [InlineData("", MqttQos.AtMostOnce)]
    [InlineData("a/+", MqttQos.AtMostOnce)]
    [InlineData("a/#", MqttQos.AtMostOnce)]
    [InlineData("a", (MqttQos)3)]
    public async Task What_cannot_be_published_is_an_argument_error(string topic, MqttQos qos)
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        var publish = async () => await _client.PublishAsync(new(topic, default, qos, false), CancellationToken.None);
        await publish.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_message_is_acknowledged_when_it_is_taken()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        await _broker.SendAsync(0x32, 0x07, 0x00, 0x01, 0x61, 0x00, 0x05, 0x00, 0x78);
        (await _client.Received.WaitToReadAsync().AsTask().WaitAsync(Patience)).Should().BeTrue();
        await PublishAsync(MqttQos.AtMostOnce);
        (await _broker.ReadAsync())!.First.Should().Be(0x30, "nobody has taken it yet");
        _client.Received.TryRead(out var received).Should().BeTrue();
        received!.Message.Topic.Should().Be("a");
        var ack = await _broker.ReadAsync();
        (ack!.First, ack.Body[1]).Should().Be((0x40, 5));
    }

    [Fact]
    public async Task A_cancelled_publish_stops_waiting_and_keeps_its_identifier()
    {
        await ConnectAsync(FakeBroker.ConnAck5);
        using var cancellation = new CancellationTokenSource();
        var publish = _client.PublishAsync(new("a", default, MqttQos.AtLeastOnce, false), cancellation.Token).AsTask();
        await _broker.ReadAsync();
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => publish).Should().ThrowAsync<OperationCanceledException>();
        var next = PublishAsync(MqttQos.AtLeastOnce);
        (await _broker.ReadAsync())!.Body[4].Should().Be(2);
        await _broker.SendAsync(0x40, 0x02, 0x00, 0x01, 0x40, 0x02, 0x00, 0x02);
        await next.WaitAsync(Patience);
    }

    [Fact]
    public async Task Publishing_at_most_once_allocates_nothing()
    {
#pragma warning disable CA2012 // measured without the state machine that an await brings along
        await ConnectAsync(FakeBroker.ConnAck5);
        AllocatedBy(500); // warms up buffers and code
        Enumerable.Range(0, 5).Min(_ => AllocatedBy(500)).Should().BeLessThan(500 * 8, "a buffer may grow, but nothing is made for a message");

        long AllocatedBy(int count)
        {
            var message = new MqttMessage("a", new byte[8], MqttQos.AtMostOnce, Retain: false);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < count; i++)
            {
                if (!_client.PublishAsync(message, CancellationToken.None).IsCompletedSuccessfully)
                {
                    throw new InvalidOperationException("The queue should have room.");
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
#pragma warning restore CA2012
    }

    private async Task ConnectAsync(byte[] answer)
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync(answer);
        await connect.WaitAsync(Patience);
    }

    private Task<MqttReasonCode> PublishAsync(MqttQos qos, bool retain = false, int size = 1) =>
        _client.PublishAsync(new MqttMessage("a", new byte[size], qos, retain), CancellationToken.None).AsTask();
}
