using Bridge.Mqtt.Client;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Client.Tracing;

/// <summary>The client with a trace, against a peer whose every byte is scripted.</summary>
public sealed class TracedClientTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly FakeBroker _broker = new();
    private readonly MqttClient _client;

    public TracedClientTests() => _client = new MqttClient(new ManualTime(), Keep);

    private MqttConnectOptions Options => new("127.0.0.1", _broker.Port, "me")
    {
        Username = "bob",
        Password = "s3cret",
        Will = new MqttMessage("will", "hidden"u8.ToArray(), MqttQos.AtLeastOnce, Retain: true),
    };

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().AsTask().WaitAsync(Patience);
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Each_packet_of_a_connection_is_told_in_order()
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync(FakeBroker.ConnAck5);
        await connect;
        var publish = _client.PublishAsync(
            new("a", "hidden"u8.ToArray(), MqttQos.AtLeastOnce, Retain: true), CancellationToken.None);
        await _broker.ReadAsync();
        await _broker.SendAsync(0x40, 0x02, 0x00, 0x01);
        await publish;
        await _broker.SendAsync([0x30, 0x06, 0, 1, (byte)'b', 0, (byte)'h', (byte)'i']);
        await _client.Received.ReadAsync().AsTask().WaitAsync(Patience);
        var disconnect = _client.DisconnectAsync(publishWill: false, CancellationToken.None);
        await _broker.ReadAsync();
        _broker.Cut();
        await disconnect.WaitAsync(Patience);

        Lines().Should().Equal(
            "-> CONNECT level 5 client 'me' clean-start keep-alive 60 receive-maximum 100 maximum-packet-size 1048576"
            + " topic-alias-maximum 16 will 'will' QoS 1 retain (6 bytes) username password",
            "<- CONNACK success session-present no",
            "-> PUBLISH id 1 QoS 1 retain 'a' 6 bytes",
            "<- PUBACK id 1 success",
            "<- PUBLISH QoS 0 'b' 2 bytes",
            "-> DISCONNECT normal-disconnection");
    }

    [Fact]
    public async Task A_refusal_and_the_second_try_with_311_are_told()
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync([0x20, 0x02, 0x00, 0x01]);
        await _broker.AcceptAsync([0x20, 0x02, 0x00, 0x04]);
        await FluentActions.Awaiting(() => connect).Should().ThrowAsync<MqttConnectException>();

        var lines = Lines();
        lines.Should().HaveCount(4);
        lines[0].Should().StartWith("-> CONNECT level 5 ");
        lines[1].Should().Be("<- CONNACK unsupported-protocol-version (0x84) session-present no");
        lines[2].Should().Be(
            "-> CONNECT level 4 client 'me' clean-session keep-alive 60"
            + " will 'will' QoS 1 retain (6 bytes) username password");
        lines[3].Should().Be("<- CONNACK bad-user-name-or-password (0x86) session-present no");
    }

    [Fact]
    public async Task Half_an_answer_is_told_when_the_peer_is_gone()
    {
        var connect = _client.ConnectAsync(Options with { Protocol = MqttProtocol.V5 }, CancellationToken.None);
        await _broker.AcceptAsync([0x20, 0x13, 0x00]);
        _broker.Cut();
        await FluentActions.Awaiting(() => connect).Should().ThrowAsync<MqttConnectException>();

        Lines()[^1].Should().Be("<- 3 bytes of a packet that was not finished");
    }

    [Fact]
    public async Task What_breaks_the_protocol_is_told_before_the_connection_ends()
    {
        var connect = _client.ConnectAsync(Options, CancellationToken.None);
        await _broker.AcceptAsync(FakeBroker.ConnAck5);
        await connect;
        await _broker.SendAsync(0x40, 0x01, 0x00);
        await _broker.ReadAsync();
        _broker.Cut();
        await _client.Closed.WaitAsync(Patience);

        Lines()[2..].Should().Equal(
            "<- PUBACK remaining-length 1, malformed: Packet ends 1 bytes early",
            "-> DISCONNECT malformed-packet (0x81)");
    }

    private void Keep(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }

    private string[] Lines()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }
}
