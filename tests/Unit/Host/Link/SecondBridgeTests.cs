using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>Other voices on the own status topic (contract, link rule 4).</summary>
public sealed class SecondBridgeTests
{
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
}
