using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Unit.Host.Link;

/// <summary>What the ledger knows is cleared when it is no longer wanted, and never what is.</summary>
public sealed class LedgerTests
{
    private const string Config = "homeassistant/device/4f1a2b3c_office/config";
    private const string BridgeConfig = "homeassistant/device/4f1a2b3c_bridge/config";

    [Fact]
    public void Clears_what_is_no_longer_wanted_configuration_first()
    {
        var store = LinkStage.WithInstance();
        store.Enter(new("bridge/old/state", "old", LedgerKind.State));
        store.Enter(new("bridge/old/availability", "old", LedgerKind.Availability));
        store.Enter(new("homeassistant/device/4f1a2b3c_old/config", "old", LedgerKind.Configuration));
        store.Enter(new("bridge/office/state", "office", LedgerKind.State));
        using var stage = new LinkStage(store);

        stage.Announce();
        var announced = stage.Topics.Length;
        stage.Pass(TimeSpan.FromSeconds(6));

        var cleared = stage.Client.Published.Where(static message => message.Payload.IsEmpty).ToArray();
        cleared.Should().OnlyContain(static message => message.Retain);
        cleared.Select(static message => message.Topic).Should().Equal(
            "homeassistant/device/4f1a2b3c_old/config", "bridge/old/availability", "bridge/old/state");
        stage.Topics[0].Should().Be("homeassistant/device/4f1a2b3c_old/config");
        stage.Topics.IndexOf("bridge/old/availability").Should().BeGreaterThanOrEqualTo(
            announced, "entities that still listen would take the empty state for one");
        store.Ledger.Should().NotContain(static entry => entry.Device == "old");
    }

    [Fact]
    public void Keeps_the_ledger_row_of_a_topic_that_the_broker_would_not_clear()
    {
        var store = LinkStage.WithInstance();
        store.Enter(new("bridge/old/state", "old", LedgerKind.State));
        using var stage = new LinkStage(store);
        stage.Client.Answer = static message =>
            message.Payload.IsEmpty ? MqttReasonCode.NotAuthorized : MqttReasonCode.Success;

        stage.Announce();

        store.Ledger.Should().Contain(static entry => entry.Topic == "bridge/old/state");
    }

    [Fact]
    public void A_device_that_the_user_deleted_stays_away_until_rediscovered()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Deliver(Config, string.Empty);
        stage.Until(() => stage.Store.FindDismissed("office") is not null, "the deletion");
        stage.Client.Forget();

        stage.Client.Cut();
        stage.Until(() => stage.Count("bridge/status") == 1, "the announcement");
        stage.Topics.Should().Contain(BridgeConfig).And.NotContain(Config);

        stage.Client.Deliver("bridge/bridge/rediscover/set", "PRESS");
        stage.Until(() => stage.Count(Config) == 1, "the device is back");
    }
}
