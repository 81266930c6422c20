using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>Several brokers: which one is tried, when, and what is told.</summary>
public sealed class BrokerListTests
{
    private static readonly MqttEndpoint One = MqttEndpoint.Tcp("one");
    private static readonly MqttEndpoint Two = MqttEndpoint.Tcp("two", tls: true);

    [Fact]
    public void The_next_broker_is_tried_at_once_when_one_fails()
    {
        using var stage = new LinkStage(brokers: [One, Two]);
        var began = stage.Time.GetUtcNow();
        stage.Client.Refusals.Enqueue(Refusal("one is down"));

        stage.Announce();

        stage.Client.Connects.Select(static connect => connect.Endpoint).Should().Equal(One, Two);
        (stage.Time.GetUtcNow() - began).Should().BeLessThan(TimeSpan.FromSeconds(1));
        stage.Log.AtLeast(LogLevel.Warning).Should().ContainSingle()
            .Which.Should().Be("No connection to mqtt://one:1883: one is down; next try in 0 s");
        stage.Log.AtLeast(LogLevel.Information).Should()
            .Contain("Connected to mqtts://two:8883 with MQTT 5.0 as bridge-4f1a2b3c");
    }

    [Fact]
    public void There_is_a_pause_after_a_whole_round_and_each_cause_is_told_once()
    {
        using var stage = new LinkStage(brokers: [One, Two]);
        for (var round = 0; round < 3; round++)
        {
            stage.Client.Refusals.Enqueue(Refusal("one is down"));
            stage.Client.Refusals.Enqueue(Refusal("two is down"));
        }

        var began = stage.Time.GetUtcNow();
        stage.Announce();

        stage.Client.Connects.Select(static connect => connect.Endpoint).Should()
            .Equal(One, Two, One, Two, One, Two, One);
        // 5 s, 10 s and 20 s with 20 % of jitter.
        (stage.Time.GetUtcNow() - began).TotalSeconds.Should().BeInRange(28, 43);
        stage.Log.AtLeast(LogLevel.Warning).Should().HaveCount(2);
    }

    [Fact]
    public void A_lost_connection_is_sought_at_the_same_broker_first()
    {
        using var stage = new LinkStage(brokers: [One, Two]);
        stage.Announce();
        stage.Pass(TimeSpan.FromMinutes(1));

        stage.Client.Cut();

        stage.Until(() => stage.Client.Connects.Count == 2, "the second connect");
        stage.Client.Connects[^1].Endpoint.Should().Be(One);
    }

    [Fact]
    public void A_broker_that_closes_soon_loses_its_turn()
    {
        using var stage = new LinkStage(brokers: [One, Two]);
        stage.Announce();

        stage.Client.Cut();

        stage.Until(() => stage.Client.Connects.Count == 2, "the second connect");
        stage.Client.Connects[^1].Endpoint.Should().Be(Two);
    }

    private static MqttConnectException Refusal(string message) =>
        new(MqttConnectFailure.Unreachable, null, message);
}
