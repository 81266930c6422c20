using System.Text;
using System.Text.Json;
using Bridge.Mqtt.Client;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>What is published while the broker is away is told later, and never on a live topic.</summary>
public sealed class HistoryTests
{
    private const string Topic = "bridge/office/history";
    private const string State = "bridge/office/state";

    [Fact]
    public void What_was_published_during_an_outage_follows_the_live_state_oldest_first()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Cut();
        stage.Client.Forget();
        Read(stage, 20, 21, 22);

        stage.Until(() => stage.Count(Topic) == 3, "the history");

        Values(stage).Should().Equal(20, 21, 22);
        stage.Count(State).Should().Be(1);
        stage.Last(State).Should().Be("""{"temperature":22}""");
        var topics = stage.Topics;
        topics.IndexOf("bridge/status").Should().BeLessThan(topics.IndexOf(Topic), "the live things go first");
        stage.Client.Published.Where(static message => message.Topic == Topic).Should().OnlyContain(static message =>
            !message.Retain && message.Qos == MqttQos.AtLeastOnce && message.Properties!.MessageExpiry == 86_400);
        stage.Store.History.Count.Should().Be(0);
        stage.Until(
            () => stage.Log.AtLeast(LogLevel.Information).Any(static line => line.Contains("3 values that had waited")),
            "the line in the log");
    }

    [Fact]
    public void A_value_has_the_moment_at_which_it_would_have_been_published()
    {
        using var stage = new LinkStage();
        stage.Time.Advance(TimeSpan.FromMilliseconds(1234.5));
        stage.Read(21.50m);
        stage.Announce();

        stage.Until(() => stage.Count(Topic) == 1, "the history");

        stage.Last(Topic).Should().Be("""{"entity":"temperature","value":21.50,"timestamp":"2026-01-01T12:00:01.234Z"}""");
    }

    [Fact]
    public void What_the_broker_has_taken_is_no_history()
    {
        using var stage = new LinkStage();
        stage.Announce();

        stage.Read(20);
        stage.Until(() => stage.Count(State) == 2, "the state");
        stage.Client.Cut();
        stage.Until(() => stage.Client.Connects.Count == 2, "the next connection");
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Count(Topic).Should().Be(0);
    }

    [Fact]
    public void What_the_broker_did_not_acknowledge_is_history()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Break = static message => Encoding.UTF8.GetString(message.Payload.Span) == """{"temperature":20}""";

        stage.Read(20);
        stage.Until(() => !stage.Client.IsConnected, "the cut");
        stage.Client.Break = static _ => false;
        stage.Read(21);
        stage.Until(() => stage.Count(Topic) == 2, "the history");

        Values(stage).Should().Equal(20, 21);
    }

    [Fact]
    public void A_cut_in_the_middle_goes_on_where_it_was()
    {
        using var stage = new LinkStage();
        for (var i = 1; i <= 100; i++)
        {
            stage.Read(i);
        }

        stage.Client.Break = message => message.Topic == Topic && stage.Count(Topic) == 50;
        stage.Announce();
        stage.Until(() => stage.Client.Connects.Count == 2, "the next connection");
        stage.Client.Break = static _ => false;
        stage.Until(() => stage.Store.History.Count == 0, "the rest");

        Values(stage).Distinct().Should().Equal(Enumerable.Range(1, 100));
        Values(stage).Should().HaveCountLessThan(120, "only what was under way comes twice");
    }

    [Fact]
    public void A_live_value_waits_for_no_more_than_a_batch()
    {
        using var stage = new LinkStage();
        for (var i = 1; i <= 1000; i++)
        {
            stage.Read(i);
        }

        stage.Announce();
        stage.Until(() => stage.Count(Topic) >= 100, "some history");
        stage.Client.Forget();
        stage.Read(-1);
        stage.Until(() => stage.Count(State) == 1, "the live state");

        stage.Count(Topic).Should().BeLessThanOrEqualTo(20);
        stage.Until(() => stage.Store.History.Count == 0, "the rest");
        stage.Count("bridge/status").Should().BeLessThan(5);
    }

    [Fact]
    public void A_refused_topic_keeps_its_values_for_the_next_connection()
    {
        using var stage = new LinkStage();
        Read(stage, 1, 2);
        stage.Client.Answer = static message =>
            message.Topic == Topic ? MqttReasonCode.NotAuthorized : MqttReasonCode.Success;
        stage.Announce();
        stage.Pass(TimeSpan.FromSeconds(30));
        stage.Count(Topic).Should().Be(2);
        stage.Log.AtLeast(LogLevel.Error).Should().ContainSingle().Which.Should().Contain(Topic);
        stage.Store.History.Count.Should().Be(2);

        stage.Client.Answer = static _ => MqttReasonCode.Success;
        stage.Client.Cut();
        stage.Until(() => stage.Store.History.Count == 0, "the history");
    }

    [Fact]
    public void When_too_much_waits_it_is_told_once_and_the_newest_come()
    {
        var store = new MemoryStateStore(new HistoryLimits(Device: 10, Total: 20));
        store.SetInstance(LinkStage.Instance);
        using var stage = new LinkStage(store);
        for (var i = 1; i <= 50; i++)
        {
            stage.Read(i);
        }

        stage.Log.AtLeast(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("full with 10 values");
        stage.Announce();
        stage.Until(() => stage.Store.History.Count == 0, "the history");

        Values(stage).Should().Equal(Enumerable.Range(41, 10));
        stage.Until(
            () => stage.Log.AtLeast(LogLevel.Information).Any(static line => line.Contains("40 older ones were dropped")),
            "the count");
    }

    [Fact]
    public void A_clock_that_jumps_changes_timestamps_and_no_order()
    {
        using var stage = new LinkStage();
        stage.Read(1);
        stage.Time.StepWallClock(TimeSpan.FromHours(-1));
        stage.Read(2);
        stage.Time.StepWallClock(TimeSpan.FromHours(2));
        stage.Read(3);
        stage.Announce();

        stage.Until(() => stage.Store.History.Count == 0, "the history");

        Values(stage).Should().Equal(1, 2, 3);
        Messages(stage).Select(static json => json.GetProperty("timestamp").GetDateTime().Hour).Should().Equal(12, 11, 13);
    }

    [Fact]
    public void While_a_second_bridge_lives_under_the_prefix_values_wait()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Deliver("bridge/status", stage.Beat("0badcafe", "r2"));
        stage.Until(() => stage.Log.AtLeast(LogLevel.Error).Any(), "the second bridge");

        stage.Read(20);
        stage.Store.History.Count.Should().Be(1);
        stage.Until(() => stage.Count(Topic) == 1, "the other one's silence");
    }

    private static void Read(LinkStage stage, params ReadOnlySpan<decimal> values)
    {
        foreach (var value in values)
        {
            stage.Read(value);
        }
    }

    private static IEnumerable<int> Values(LinkStage stage) =>
        Messages(stage).Select(static json => json.GetProperty("value").GetInt32());

    private static IEnumerable<JsonElement> Messages(LinkStage stage) => stage.Client.Published
        .Where(static message => message.Topic == Topic)
        .Select(static message => JsonDocument.Parse(message.Payload).RootElement);
}
