using System.Net;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.Mqtt.Packets;
using Bridge.TestSupport;

namespace Bridge.Unit.Mqtt;

public sealed class LoopbackFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly LoopbackBroker _broker;
    private readonly MqttClient _client;

    public LoopbackFaultTests()
    {
        _broker = LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), _time);
        _client = new MqttClient(_time);
    }

    private MqttConnectOptions Options => new("127.0.0.1", _broker.Endpoint.Port, "me")
    {
        CleanStart = false,
        SessionExpiry = 100,
    };

    /// <summary>Each packet of both directions' exchange, cut before or after it was handled, or sent twice.</summary>
    public static IEnumerable<object[]> Faults() =>
        from protocol in new[] { MqttProtocol.V5, MqttProtocol.V311 }
        from type in new[] { PacketType.Publish, PacketType.PubRec, PacketType.PubRel, PacketType.PubComp }
        from fault in new[] { LoopbackFault.Cut, LoopbackFault.CutUnanswered, LoopbackFault.Duplicate }
        select new object[] { type, fault, protocol };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _broker.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    internal async Task Quality_2_survives_one_fault_anywhere(
        PacketType type, LoopbackFault fault, MqttProtocol protocol)
    {
        var options = Options with { Protocol = protocol };
        var left = 1;
        _broker.Faults.OnPacket = (_, packet) => packet == type && left-- > 0 ? fault : LoopbackFault.None;
        await _client.ConnectAsync(options, CancellationToken.None);
        await _client.SubscribeAsync([new("a", MqttQos.ExactlyOnce)], CancellationToken.None);
        var first = PublishAsync("first");
        var receiving = Task.WhenAll(NextAsync(), first);
        if (fault != LoopbackFault.Duplicate)
        {
            await _client.Closed.WaitAsync(Patience);
            await _client.ConnectAsync(options, CancellationToken.None);
        }

        await receiving.WaitAsync(Patience);
        await PublishAsync("second!").WaitAsync(Patience);
        (await NextAsync().WaitAsync(Patience)).Should().Be(7, "the first does not come again");
    }

    [Fact]
    public async Task A_refusal_is_told()
    {
        _broker.Faults.Refuse = static _ => 0x88;
        (await FluentActions.Awaiting(() => _client.ConnectAsync(Options, CancellationToken.None))
            .Should().ThrowAsync<MqttConnectException>()).Which.Reason.Should().Be(MqttReasonCode.ServerUnavailable);
    }

    private async Task<int> PublishAsync(string text)
    {
        var message = new MqttMessage("a", System.Text.Encoding.UTF8.GetBytes(text), MqttQos.ExactlyOnce, Retain: false);
        return (int)await _client.PublishAsync(message, CancellationToken.None);
    }

    private async Task<int> NextAsync() =>
        (await _client.Received.ReadAsync(new CancellationTokenSource(Patience).Token)).Message.Payload.Length;
}
