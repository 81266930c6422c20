using Bridge.Store;

namespace Bridge.Unit.Host.Link;

/// <summary>Where an installation with a new store has its identity from (contract, section 2).</summary>
public sealed class IdentityTests
{
    [Fact]
    public void A_new_store_takes_the_instance_back_from_the_broker()
    {
        using var stage = new LinkStage(new MemoryStateStore());
        stage.Client.Retained["bridge/status"] = "offline";
        stage.Client.Retained["bridge/bridge/state"] = """{"instance":"0badcafe","version":"0.0.9"}""";

        stage.Announce();

        stage.Store.Instance.Should().Be("0badcafe");
        stage.Client.Connects.Should().HaveCount(2);
        stage.Client.Connects[0].Will.Should().BeNull("a visit must not say offline");
        stage.Client.Connects[1].ClientId.Should().Be("bridge-0badcafe");
    }

    [Fact]
    public void A_new_store_does_not_take_the_instance_of_a_living_bridge()
    {
        using var stage = new LinkStage(new MemoryStateStore());
        stage.Client.Retained["bridge/status"] = stage.Beat("0badcafe", "00000001");
        stage.Client.Retained["bridge/bridge/state"] = """{"instance":"0badcafe"}""";
        stage.Start();

        stage.Until(() => stage.Store.Instance is not null, "an instance");

        stage.Store.Instance.Should().MatchRegex("^[0-9a-f]{8}$").And.NotBe("0badcafe");
    }

    [Fact]
    public void A_stop_in_the_middle_of_the_first_announcement_leaves_the_identity_on_the_broker()
    {
        using var stage = new LinkStage(new MemoryStateStore());
        stage.Client.Heard = message =>
        {
            if (message.Topic.EndsWith("/config", StringComparison.Ordinal))
            {
                stage.AskToStop();
            }
        };
        stage.Start();
        stage.Until(() => stage.Topics.Length > 0, "the first document");
        stage.Stop();
        stage.Topics.Should().NotContain("bridge/bridge/state");

        stage.Run(() => stage.Link.SayDevicesOfflineAsync(CancellationToken.None));

        stage.Last("bridge/bridge/state").Should().Contain(stage.Store.Instance);
    }
}
