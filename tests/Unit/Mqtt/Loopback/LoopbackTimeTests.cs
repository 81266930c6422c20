using System.Net;
using System.Text;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.Mqtt.Packets;
using Bridge.TestSupport;

namespace Bridge.Unit.Mqtt.Loopback;

/// <summary>What the loopback broker does when time has passed: wills, sessions, waiting messages, faults.</summary>
public sealed class LoopbackTimeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly LoopbackBroker _broker;
    private readonly MqttClient _watcher;
    private readonly MqttClient _client;

    public LoopbackTimeTests()
    {
        _broker = LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), _time);
        (_watcher, _client) = (new MqttClient(_time), new MqttClient(_time));
    }

    public async Task InitializeAsync()
    {
        await ConnectAsync(_watcher, Options("watcher"));
        await _watcher.SubscribeAsync([new("#", MqttQos.AtLeastOnce)], CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _watcher.DisposeAsync();
        await _broker.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_delayed_will_comes_when_the_delay_is_over_and_not_before()
    {
        await LeaveAsync(WithWill(delay: 10, expiry: 100));
        _time.Advance(TimeSpan.FromSeconds(10) - Tick);
        (await NextAfterMarkAsync()).Should().Be("mark");
        _time.Advance(Tick);
        (await NextAsync()).Should().Be("gone");
    }

    [Fact]
    public async Task The_end_of_the_session_ends_the_delay_of_the_will()
    {
        await LeaveAsync(WithWill(delay: 10, expiry: 4));
        _time.Advance(TimeSpan.FromSeconds(4) - Tick);
        (await NextAfterMarkAsync()).Should().Be("mark");
        _time.Advance(Tick);
        (await NextAsync()).Should().Be("gone");
    }

    [Fact]
    public async Task Coming_back_to_the_session_calls_the_will_off()
    {
        await LeaveAsync(WithWill(delay: 10, expiry: 100));
        _time.Advance(TimeSpan.FromSeconds(9));
        (await ConnectAsync(_client, WithWill(delay: 10, expiry: 100) with { CleanStart = false }))
            .SessionPresent.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1000));
        (await NextAfterMarkAsync()).Should().Be("mark");
    }

    [Fact]
    public async Task Coming_back_with_a_clean_start_ends_the_session_and_so_the_delay()
    {
        await LeaveAsync(WithWill(delay: 10, expiry: 100));
        await ConnectAsync(_client, WithWill(delay: 10, expiry: 100));
        (await NextAsync()).Should().Be("gone");
    }

    [Theory]
    [InlineData(100u, 99, true)]
    [InlineData(100u, 100, false)]
    [InlineData(uint.MaxValue, 1_000_000_000, true)] // §3.1.2.11.2: never expires
    public async Task A_session_lives_as_long_as_its_expiry_interval(uint expiry, int seconds, bool isPresent)
    {
        var options = Options("me") with { CleanStart = false, SessionExpiry = expiry };
        await LeaveAsync(options);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        (await ConnectAsync(_client, options)).SessionPresent.Should().Be(isPresent);
    }

    [Fact]
    public async Task What_waits_in_a_session_expires_there_and_the_rest_is_told_its_age()
    {
        var options = Options("me") with { CleanStart = false, SessionExpiry = 1000 };
        await ConnectAsync(_client, options);
        await _client.SubscribeAsync([new("kept", MqttQos.AtLeastOnce)], CancellationToken.None);
        await _client.DisconnectAsync(publishWill: false, CancellationToken.None);
        foreach (var (text, expiry) in new[] { ("short", 10u), ("long", 100u) })
        {
            var message = Message("kept", text) with { Properties = new() { MessageExpiry = expiry } };
            await _watcher.PublishAsync(message, CancellationToken.None);
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        await ConnectAsync(_client, options);
        var received = (await _client.Received.ReadAsync().AsTask().WaitAsync(Patience)).Message;
        (Encoding.UTF8.GetString(received.Payload.Span), received.Properties!.MessageExpiry).Should().Be(("long", 70u));
    }

    [Fact]
    public async Task A_dropped_packet_is_as_if_it_had_never_come()
    {
        var left = 1;
        _broker.Faults.OnPacket = (client, type) =>
            client == "me" && type == PacketType.Publish && left-- > 0 ? LoopbackFault.Drop : LoopbackFault.None;
        var options = Options("me") with { CleanStart = false, SessionExpiry = 1000 };
        await ConnectAsync(_client, options);
        var first = PublishAsync("first");
        await PublishAsync("second").WaitAsync(Patience);
        (await NextAsync()).Should().Be("second");
        first.IsCompleted.Should().BeFalse();

        await _client.DisconnectAsync(publishWill: false, CancellationToken.None);
        await ConnectAsync(_client, options);
        await first.WaitAsync(Patience);
        (await NextAsync()).Should().Be("first", "it is sent again");
    }

    [Fact]
    public async Task A_delayed_packet_holds_up_all_behind_it()
    {
        var left = 1;
        _broker.Faults.Delay = TimeSpan.FromSeconds(5);
        _broker.Faults.OnPacket = (client, type) =>
            client == "me" && type == PacketType.Publish && left-- > 0 ? LoopbackFault.Delay : LoopbackFault.None;
        await ConnectAsync(_client, Options("me"));
        var publishes = Task.WhenAll(PublishAsync("first"), PublishAsync("second"));
        await TimerAsync();
        _time.Advance(TimeSpan.FromSeconds(5) - Tick);
        (await NextAfterMarkAsync()).Should().Be("mark");
        publishes.IsCompleted.Should().BeFalse();
        _time.Advance(Tick);
        await publishes.WaitAsync(Patience);
        (await NextAsync(), await NextAsync()).Should().Be(("first", "second"));
    }

    /// <summary>Nothing but the delay sets a timer here; keep-alive is off.</summary>
    private async Task TimerAsync()
    {
        using var safety = new CancellationTokenSource(Patience);
        while (_time.NextDue is null)
        {
            safety.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private MqttConnectOptions Options(string id) => new("127.0.0.1", _broker.Endpoint.Port, id)
    {
        KeepAlive = TimeSpan.Zero,
        Protocol = MqttProtocol.V5,
    };

    private MqttConnectOptions WithWill(int delay, uint expiry) => Options("me") with
    {
        Will = Message("will", "gone"),
        WillDelay = TimeSpan.FromSeconds(delay),
        SessionExpiry = expiry,
    };

    private static async Task<MqttSession> ConnectAsync(MqttClient client, MqttConnectOptions options) =>
        await client.ConnectAsync(options, CancellationToken.None).WaitAsync(Patience);

    /// <summary>Connects and leaves with the will; the broker has seen the end when this returns.</summary>
    private async Task LeaveAsync(MqttConnectOptions options)
    {
        await ConnectAsync(_client, options);
        await _client.DisconnectAsync(publishWill: true, CancellationToken.None).WaitAsync(Patience);
    }

    private static MqttMessage Message(string topic, string text) =>
        new(topic, Encoding.UTF8.GetBytes(text), MqttQos.AtLeastOnce, Retain: false);

    private Task<MqttReasonCode> PublishAsync(string text) =>
        _client.PublishAsync(Message("a", text), CancellationToken.None).AsTask();

    private async Task<string> NextAsync()
    {
        var received = await _watcher.Received.ReadAsync().AsTask().WaitAsync(Patience);
        return Encoding.UTF8.GetString(received.Message.Payload.Span);
    }

    /// <summary>What comes next, if nothing else then the mark sent now.</summary>
    private async Task<string> NextAfterMarkAsync()
    {
        await _watcher.PublishAsync(Message("mark", "mark"), CancellationToken.None);
        return await NextAsync();
    }
}
