using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Loopback;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>
/// A kept session over connections that break in the middle of anything, 1,000 times; nothing waits between them.
/// </summary>
public sealed class ChaosTests : IAsyncLifetime
{
    private const int Publishers = 3;
    private const int AtOnce = 5;
    private const int Cuts = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, int> _received = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _safety = new(Patience);
    private readonly Random _random = new(20_26);
    private int _connections;
    private volatile bool _isCalm;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _safety.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>The subscriber is spared: mosquitto sends a QoS 2 PUBLISH again after its PUBREL when it is cut twice in a row.</summary>
    [Theory]
    [InlineData(MqttProtocol.V5)]
    [InlineData(MqttProtocol.V311)]
    public async Task Mosquitto_gets_everything_and_quality_2_exactly_once(MqttProtocol protocol)
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { Lines = ["max_queued_messages 0"] });
        await using var proxy = new CuttingProxy(broker.Port, NextBudget);
        await using var client = new MqttClient(TimeProvider.System);
        await using var subscriber = new MqttClient(TimeProvider.System);
        await subscriber.ConnectAsync(new MqttConnectOptions("127.0.0.1", broker.Port, "calm"), _safety.Token);
        await RunAsync(client, subscriber, proxy.Port, protocol);
    }

    [Theory]
    [InlineData(MqttProtocol.V5)]
    [InlineData(MqttProtocol.V311)]
    public async Task A_client_that_also_subscribes_gets_quality_2_exactly_once(MqttProtocol protocol)
    {
        await using var broker = LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);
        await using var proxy = new CuttingProxy(broker.Endpoint.Port, NextBudget);
        await using var client = new MqttClient(TimeProvider.System);
        await RunAsync(client, client, proxy.Port, protocol);
    }

    private async Task RunAsync(MqttClient client, MqttClient subscriber, int port, MqttProtocol protocol)
    {
        var options = new MqttConnectOptions("127.0.0.1", port, "chaos")
        {
            Protocol = protocol,
            CleanStart = false,
            SessionExpiry = 1_000,
        };
        await client.ConnectAsync(options, _safety.Token);
        await subscriber.SubscribeAsync([new("chaos/#", MqttQos.ExactlyOnce)], _safety.Token);
        var keeping = KeepConnectedAsync(client, options);
        var receiving = ReceiveAsync(subscriber);
        var sent = await Task.WhenAll(Enumerable.Range(0, Publishers).Select(number => PublishAsync(client, number)));
        await keeping;
        await receiving;
        _received.Keys.Order(StringComparer.Ordinal)
            .Should().Equal(sent.SelectMany(static names => names).Order(StringComparer.Ordinal), "nothing is lost");
        _received.Where(static one => one.Key.EndsWith('2') && one.Value != 1).Should().BeEmpty("QoS 2 is exactly once");
    }

    /// <summary>Passes the first connection's subscribe, then cuts somewhere between CONNECT and some hundred messages.</summary>
    private int NextBudget() => ++_connections switch
    {
        1 => 1_000,
        var number when number > Cuts => int.MaxValue,
        _ => (int)Math.Pow(10, 1 + (_random.NextDouble() * 2.8)),
    };

    private async Task KeepConnectedAsync(MqttClient client, MqttConnectOptions options)
    {
        while (!_isCalm)
        {
            await client.Closed.WaitAsync(_safety.Token);
            try
            {
                await client.ConnectAsync(options, _safety.Token);
                _isCalm = _connections > Cuts;
            }
            catch (MqttConnectException)
            {
                continue; // cut before CONNACK
            }
        }
    }

    /// <summary>Publishes until the cuts are over; returns what it has sent: publisher, number, QoS.</summary>
    private async Task<List<string>> PublishAsync(MqttClient client, int publisher)
    {
        var sent = new List<string>();
        while (!_isCalm)
        {
            var names = Enumerable.Range(sent.Count, AtOnce).Select(i => $"{publisher}-{i}-{1 + (i % 2)}").ToArray();
            sent.AddRange(names);
            await Task.WhenAll(names.Select(name => PublishAsync(client, name)));
        }

        await PublishAsync(client, $"end-{publisher}-2");
        sent.Add($"end-{publisher}-2");
        return sent;
    }

    /// <summary>Publishes one message. A failure says that it has never been sent, as long as the session is kept.</summary>
    private async Task PublishAsync(MqttClient client, string name)
    {
        var message = new MqttMessage(
            "chaos/topic", Encoding.UTF8.GetBytes(name), (MqttQos)(name[^1] - '0'), Retain: false);
        for (var isSent = false; !isSent;)
        {
            try
            {
                await client.PublishAsync(message, _safety.Token);
                isSent = true;
            }
            catch (MqttException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, _safety.Token);
            }
        }
    }

    private async Task ReceiveAsync(MqttClient client)
    {
        for (var ends = 0; ends < Publishers;)
        {
            var received = await client.Received.ReadAsync(_safety.Token);
            var name = Encoding.UTF8.GetString(received.Message.Payload.Span);
            _received.AddOrUpdate(name, 1, static (_, count) => count + 1);
            ends += name.StartsWith("end", StringComparison.Ordinal) ? 1 : 0;
        }
    }
}
