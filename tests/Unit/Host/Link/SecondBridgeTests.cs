using Bridge.Mqtt.Client;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>Other voices on the own status topic (contract, link rule 4).</summary>
public sealed class SecondBridgeTests
{
    private const string Cellar = "homeassistant/device/4f1a2b3c_cellar/config";

    [Fact]
    public void Answers_a_live_offline_with_a_heartbeat_at_once()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        stage.Client.Deliver("bridge/status", "offline");

        stage.Until(() => stage.Count("bridge/status") == 1, "the heartbeat");
        stage.Last("bridge/status").Should().Contain("\"status\":\"online\"");
    }

    [Fact]
    public void Publishes_nothing_while_another_bridge_lives_under_the_prefix()
    {
        using var stage = new LinkStage();
        stage.Client.Retained["bridge/status"] = stage.Beat("deadbeef", "00000001");
        stage.Start();
        stage.Until(() => stage.Log.AtLeast(LogLevel.Error).Any(), "the error line");

        stage.Pass(TimeSpan.FromSeconds(100));
        stage.Client.Deliver("bridge/status", stage.Beat("deadbeef", "00000001"));
        stage.Pass(TimeSpan.FromSeconds(175));
        stage.Client.Published.Should().BeEmpty();
        stage.Log.AtLeast(LogLevel.Error).Should().ContainSingle()
            .Which.Should().Contain("deadbeef").And.Contain("4f1a2b3c");

        stage.Until(() => stage.Count("bridge/status") == 1, "the announcement when it is silent");
    }

    [Fact]
    public void Falls_silent_when_a_second_bridge_speaks_up()
    {
        using var stage = new LinkStage();
        stage.Announce();

        stage.Client.Deliver("bridge/status", stage.Beat("deadbeef", "00000001"));
        stage.Until(() => stage.Log.AtLeast(LogLevel.Error).Any(), "the error line");
        stage.Client.Forget();
        stage.Read(21.5m);
        stage.Pass(TimeSpan.FromSeconds(60));

        stage.Client.Published.Should().BeEmpty();
        stage.Client.Deliver("bridge/status", "offline");
        stage.Until(() => stage.Count("bridge/office/state") == 1, "the announcement");
        stage.Last("bridge/office/state").Should().Be("""{"temperature":21.5}""");
    }

    [Theory]
    [InlineData("offline", false)]
    [InlineData("online", true)]
    public void What_an_unfinished_run_had_and_is_not_configured_is_removed_later(string availability, bool isLater)
    {
        using var stage = new LinkStage();
        HasAnotherDevice(stage, availability);

        stage.Start();
        stage.Pass(TimeSpan.FromSeconds(9));

        stage.Count(Cellar).Should().Be(isLater ? 0 : 1);
        stage.Count("bridge/status").Should().Be(isLater ? 0 : 1);
        stage.Until(() => stage.Count("bridge/cellar/diagnostics") == 1, "the last of it is cleared");
        stage.Topics.Where(static topic => topic.Contains("cellar", StringComparison.Ordinal)).Should().Equal(
            Cellar, "bridge/cellar/availability", "bridge/cellar/state", "bridge/cellar/diagnostics");
    }

    [Theory]
    [InlineData(MqttReasonCode.SessionTakenOver)]
    [InlineData(null)] // MQTT 3.1.1 does not say it
    public void Takes_nothing_from_a_bridge_with_a_copy_of_its_store(MqttReasonCode? reason)
    {
        using var stage = new LinkStage();
        HasAnotherDevice(stage, "online");
        stage.Client.Ending = new(MqttCloseCause.ConnectionLost, reason, "another client uses the id");

        stage.Start();
        for (var fight = 1; fight < 5; fight++)
        {
            // The other one comes back quickly at first, then after its pause.
            stage.Until(() => stage.Client.IsConnected, "a connection");
            stage.Pass(TimeSpan.FromSeconds(fight == 1 ? 6 : 72));
            stage.Client.Cut();
        }

        stage.Client.Published.Should().BeEmpty();
    }

    private static void HasAnotherDevice(LinkStage stage, string availability)
    {
        stage.Client.Retained["bridge/status"] = "offline";
        stage.Client.Retained["bridge/cellar/availability"] = availability;
        stage.Client.Retained["bridge/cellar/state"] = "{}";
        stage.Client.Retained[Cellar] = """{"components":{"humidity":{"platform":"sensor","unique_id":"4f1a2b3c_cellar-humidity"}}}""";
    }
}
