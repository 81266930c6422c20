using System.Collections.Immutable;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Client;

/// <summary>What the client says of a failure stands within a log line: one clause without a full stop.</summary>
public sealed class FailureTextTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeBroker _broker = new();
    private readonly MqttClient _client = new(new ManualTime());

    private MqttConnectOptions Options => new("127.0.0.1", _broker.Port, "me") { Protocol = MqttProtocol.V5 };

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().WaitAsync(Patience);
        await _broker.DisposeAsync();
    }

    [Fact]
    public void Each_end_of_a_connection_is_one_clause()
    {
        var words = new PacketProperties
        {
            { PropertyId.ReasonString, "Go away." },
            { PropertyId.ServerReference, "other.example.org" },
        };
        MqttClosed[] ends =
        [
            Endings.NoSignOfLife,
            Endings.Aborted,
            Endings.Lost("the broker closed the connection"),
            Endings.By(new Disconnect(0x9C, words)),
            Endings.By(new Disconnect(0x8B, null)),
            Endings.By(MqttProtocolException.Malformed("Packet ends 3 bytes early."), ProtocolLevel.V5),
            Endings.By(new IOException("Unable to read data: Connection reset by peer."), ProtocolLevel.V5),
            Endings.By(new OperationCanceledException(), ProtocolLevel.V5),
            Endings.By(new InvalidOperationException("A bug."), ProtocolLevel.V5),
        ];
        ends.Select(static end => end.Message).Should().AllSatisfy(ShouldBeAClause);
        ends[3].Message.Should().Be(
            "the broker disconnected: UseAnotherServer (0x9C): Go away; use other.example.org instead");
    }

    [Theory]
    [InlineData("")] // closes
    [InlineData("FF00")]
    [InlineData("485454502F312E31")] // HTTP/1.1
    [InlineData("20 05 02 00 00 0000")]
    [InlineData("20 03 01 00 00")] // a session that nobody asked for
    [InlineData("30 03 0001 61")]
    [InlineData("F0 02 18 00")]
    [InlineData("20 09 00 87 06 1F 0003 4E6F2E")] // "No."
    [InlineData("20 03 00 8A 00")]
    public async Task Each_failure_to_connect_is_one_clause(string answer)
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync(Convert.FromHexString(answer.Replace(" ", "")));
        _broker.Cut();
        ShouldBeAClause((await FluentActions.Awaiting(() => connect.WaitAsync(Patience))
            .Should().ThrowAsync<MqttConnectException>()).Which.Message);
    }

    [Fact]
    public async Task An_unreachable_broker_is_one_clause()
    {
        var options = new MqttConnectOptions("127.0.0.1", Mosquitto.FreePort(), "me");
        ShouldBeAClause((await FluentActions.Awaiting(() => _client.ConnectAsync(options, CancellationToken.None))
            .Should().ThrowAsync<MqttConnectException>()).Which.Message);
    }

    [Fact]
    public async Task Each_refused_request_is_one_clause()
    {
        await ShouldFailAsync(() => PublishAsync(MqttQos.AtMostOnce));
        await ShouldFailAsync(() => SubscribeAsync("a"));

        // Maximum QoS 0, retain and shared subscriptions and identifiers not available, maximum packet size 20
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync([0x20, 0x10, 0, 0, 0x0D, 0x24, 0, 0x25, 0, 0x2A, 0, 0x29, 0, 0x27, 0, 0, 0, 0x14]);
        await connect.WaitAsync(Patience);
        await ShouldFailAsync(() => PublishAsync(MqttQos.AtLeastOnce));
        await ShouldFailAsync(() => PublishAsync(MqttQos.AtMostOnce, retain: true));
        await ShouldFailAsync(() => PublishAsync(MqttQos.AtMostOnce, size: 20));
        await ShouldFailAsync(() => SubscribeAsync("$share/g/a"));
        await ShouldFailAsync(() => SubscribeAsync("a", identifier: 1));
        await ShouldFailAsync(() => SubscribeAsync(new string('a', 20)));

        var waiting = SubscribeAsync("a");
        await _broker.ReadAsync();
        _broker.Cut();
        await ShouldFailAsync(() => waiting);
        await _client.Closed.WaitAsync(Patience);
        await ShouldFailAsync(() => PublishAsync(MqttQos.AtMostOnce));
        await _client.DisposeAsync();
        await ShouldFailAsync(() => PublishAsync(MqttQos.AtMostOnce));
    }

    private static void ShouldBeAClause(string text) =>
        text.Should().NotBeNullOrWhiteSpace().And.NotEndWith(".").And.NotMatchRegex(@"[.:;,]\s*[.:;,]");

    private static async Task ShouldFailAsync(Func<Task> action) =>
        ShouldBeAClause((await FluentActions.Awaiting(action).Should().ThrowAsync<MqttException>()).Which.Message);

    private Task<MqttReasonCode> PublishAsync(MqttQos qos, bool retain = false, int size = 1) =>
        _client.PublishAsync(new MqttMessage("a", new byte[size], qos, retain), CancellationToken.None).AsTask();

    private Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(string filter, uint? identifier = null) =>
        _client.SubscribeAsync([new(filter, MqttQos.AtMostOnce) { Identifier = identifier }], CancellationToken.None);
}
