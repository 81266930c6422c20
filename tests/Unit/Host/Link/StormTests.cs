using Bridge.Mqtt.Client;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>Brokers that let the bridge in and send it away again: it must not run against them without end.</summary>
public sealed class StormTests
{
    private static readonly MqttClosed TakenOver = new(
        MqttCloseCause.BrokerDisconnect, MqttReasonCode.SessionTakenOver, "the broker disconnected: SessionTakenOver (0x8E)");

    private static readonly MqttClosed NotAuthorized = new(
        MqttCloseCause.BrokerDisconnect, MqttReasonCode.NotAuthorized, "the broker disconnected: NotAuthorized (0x87)");

    [Fact]
    public void A_broker_that_closes_each_connection_at_once_is_tried_about_once_a_minute()
    {
        using var stage = new LinkStage();
        stage.Client.Break = static _ => true;
        stage.Start();

        stage.Pass(TimeSpan.FromMinutes(10));

        // At once, after half a second, and then 10 minutes in pauses of 48 s to 72 s.
        stage.Client.Connects.Count.Should().BeInRange(9, 15);
        stage.Log.AtLeast(LogLevel.Warning).Should().HaveCountLessThan(5);
    }

    [Fact]
    public void A_broker_that_disconnects_each_time_with_a_reason_is_tried_ever_more_rarely()
    {
        using var stage = new LinkStage();
        (stage.Client.Break, stage.Client.Ending) = (static _ => true, NotAuthorized);
        stage.Start();

        stage.Pass(TimeSpan.FromMinutes(10));

        // At once, after half a second, then in pauses of 5, 10, 20, 40, 80, 160, 300 s, with one quick try in between.
        stage.Client.Connects.Count.Should().BeInRange(7, 16);
        stage.Log.AtLeast(LogLevel.Warning).First().Should().Contain("NotAuthorized (0x87)");
    }

    [Fact]
    public void Another_client_with_the_same_id_is_named_after_the_second_time_and_left_alone_for_long()
    {
        using var stage = new LinkStage();
        stage.Client.Ending = TakenOver;
        stage.Announce();

        stage.Client.Cut();
        stage.Until(() => stage.Client.Connects.Count == 2, "the second connect");
        Named().Should().BeEmpty("once may be a connection of our own that the broker had not given up");
        stage.Client.Cut();
        stage.Pass(TimeSpan.FromSeconds(47));

        stage.Client.Connects.Should().HaveCount(2);
        Named().Should().ContainSingle().Which.Should().Contain("bridge-4f1a2b3c");
        stage.Pass(TimeSpan.FromSeconds(26));
        stage.Client.Connects.Should().HaveCount(3);

        IEnumerable<string> Named() =>
            stage.Log.AtLeast(LogLevel.Warning).Where(static line => line.Contains("client id", StringComparison.Ordinal));
    }
}
