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
}
