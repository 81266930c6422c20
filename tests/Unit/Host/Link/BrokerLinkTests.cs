using Bridge.Mqtt.Client;
using Bridge.Store;
using Microsoft.Extensions.Logging;

namespace Bridge.Unit.Host.Link;

/// <summary>The link rules of the outside contract (section 4), on a clock of the test's own.</summary>
public sealed class BrokerLinkTests
{
    private const string Config = "homeassistant/device/4f1a2b3c_office/config";
    private const string BridgeConfig = "homeassistant/device/4f1a2b3c_bridge/config";

    [Fact]
    public void Announces_in_the_order_of_the_contract()
    {
        using var stage = new LinkStage();

        stage.Announce();

        stage.Client.Subscribed[0].Filter.Should().Be("bridge/status", "the retained status is read first");
        stage.Topics.Should().Equal(
            BridgeConfig,
            Config,
            "bridge/office/availability",
            "bridge/office/state",
            "bridge/bridge/state",
            "bridge/office/diagnostics",
            "bridge/status");
        stage.Client.Published.Should().OnlyContain(message =>
            message.Retain && message.Qos == MqttQos.AtLeastOnce && !message.Payload.IsEmpty);
    }

    [Fact]
    public void Connects_clean_under_a_stable_id_with_a_plain_will()
    {
        using var stage = new LinkStage();

        stage.Announce();

        var options = stage.Client.Connects.Should().ContainSingle().Subject;
        options.ClientId.Should().Be("bridge-4f1a2b3c");
        options.CleanStart.Should().BeTrue();
        options.SessionExpiry.Should().Be(0);
        options.Will.Should().BeEquivalentTo(new { Topic = "bridge/status", Qos = MqttQos.AtLeastOnce, Retain = true });
        options.Will!.Payload.ToArray().Should().Equal("offline"u8.ToArray());
    }

    [Fact]
    public void Subscribes_to_commands_so_that_kept_ones_are_told_from_fresh_ones()
    {
        using var stage = new LinkStage();

        stage.Announce();

        stage.Client.Subscribed.Where(static each => each.Filter.EndsWith("/set", StringComparison.Ordinal))
            .Should().HaveCount(3).And.OnlyContain(static each => each.Qos == MqttQos.AtLeastOnce
                && each.RetainAsPublished && each.NoLocal && each.RetainHandling == MqttRetainHandling.DoNotSend);
    }

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
    public void Announces_again_once_after_the_birth_of_Home_Assistant()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();
        var born = stage.Time.GetUtcNow();

        stage.Client.Deliver("homeassistant/status", "online");
        stage.Client.Deliver("homeassistant/status", "online");
        stage.Client.Deliver("homeassistant/status", "restarting");

        stage.Until(() => stage.Count(Config) == 1, "the announcement");
        (stage.Time.GetUtcNow() - born).TotalSeconds.Should().BeInRange(1, 5.1);
        stage.Pass(TimeSpan.FromSeconds(10));
        stage.Count(Config).Should().Be(1);
    }

    [Fact]
    public void Publishes_nothing_while_another_bridge_lives_under_the_prefix()
    {
        using var stage = new LinkStage();
        stage.Client.Retained["bridge/status"] = Beat(stage, "deadbeef", "00000001");
        stage.Start();
        stage.Until(() => stage.Log.AtLeast(LogLevel.Error).Any(), "the error line");

        stage.Pass(TimeSpan.FromSeconds(100));
        stage.Client.Deliver("bridge/status", Beat(stage, "deadbeef", "00000001"));
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

        stage.Client.Deliver("bridge/status", Beat(stage, "deadbeef", "00000001"));
        stage.Until(() => stage.Log.AtLeast(LogLevel.Error).Any(), "the error line");
        stage.Client.Forget();
        stage.Read(21.5m);
        stage.Pass(TimeSpan.FromSeconds(60));

        stage.Client.Published.Should().BeEmpty();
        stage.Client.Deliver("bridge/status", "offline");
        stage.Until(() => stage.Count("bridge/office/state") == 1, "the announcement");
        stage.Last("bridge/office/state").Should().Be("""{"temperature":21.5}""");
    }

    [Fact]
    public void Refuses_a_retained_command_with_a_result()
    {
        using var stage = new LinkStage();
        stage.Announce();

        stage.Client.Deliver("bridge/bridge/log_level/set", "debug", retained: true);

        stage.Until(() => stage.Count("bridge/bridge/result") == 1, "the result");
        stage.Last("bridge/bridge/result").Should().Contain("\"ok\":false").And.Contain("retained");
        stage.Level.Level.Should().Be(LogLevel.Information);
    }

    [Theory]
    [InlineData("bridge/bridge/log_level/set", "debug", true)]
    [InlineData("bridge/bridge/log_level/set", "loud", false)]
    [InlineData("bridge/bridge/restart/set", "PRESS", true)]
    [InlineData("bridge/bridge/restart/set", "now", false)]
    [InlineData("bridge/bridge/rediscover/set", "PRESS", true)]
    [InlineData("bridge/bridge/explode/set", "PRESS", false)]
    [InlineData("bridge/office/temperature/set", "21", false)]
    [InlineData("bridge/cellar/set", "{}", false)]
    public void Answers_every_command(string topic, string payload, bool ok)
    {
        using var stage = new LinkStage();
        stage.Announce();

        stage.Client.Deliver(topic, payload);

        var result = $"bridge/{topic.Split('/')[1]}/result";
        stage.Until(() => stage.Count(result) == 1, "the result");
        stage.Last(result).Should().Contain($"\"ok\":{(ok ? "true" : "false")}");
    }

    [Fact]
    public void Names_the_topic_that_the_broker_refuses()
    {
        using var stage = new LinkStage();
        stage.Client.Answer = static message =>
            message.Topic == "bridge/office/state" ? MqttReasonCode.NotAuthorized : MqttReasonCode.Success;

        stage.Announce();
        stage.Until(() => stage.Count("bridge/error") == 1, "the error event");
        stage.Read(1);
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Log.AtLeast(LogLevel.Error).Should().ContainSingle()
            .Which.Should().Contain("bridge/office/state").And.Contain("0x87 NotAuthorized");
        stage.Count("bridge/error").Should().Be(1);
    }

    [Fact]
    public void Connects_again_after_a_loss_and_tells_the_newest_state_once()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Cut();
        stage.Client.Forget();
        stage.Read(20);
        stage.Read(21);

        stage.Until(() => stage.Count("bridge/status") == 1, "the announcement");

        stage.Count("bridge/office/state").Should().Be(1);
        stage.Last("bridge/office/state").Should().Be("""{"temperature":21}""");
        stage.Last("bridge/bridge/state").Should().Contain("\"mqtt_reconnects\":1");
    }

    [Fact]
    public void Logs_an_outage_once_and_its_end_once()
    {
        using var stage = new LinkStage();
        for (var i = 0; i < 20; i++)
        {
            stage.Client.Refusals.Enqueue(new(MqttConnectFailure.Unreachable, null, "nobody listens"));
        }

        stage.Start();
        stage.Until(() => stage.Client.Connects.Count >= 6, "six tries");
        stage.Log.AtLeast(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("nobody listens");
        stage.Client.Refusals.Clear();
        stage.Until(() => stage.Count("bridge/status") == 1, "the announcement");

        stage.Log.AtLeast(LogLevel.Information).Should().ContainSingle(line => line.Contains("again after"));
    }

    [Fact]
    public void Says_which_setting_to_look_at_when_the_password_is_wrong()
    {
        using var stage = new LinkStage();
        stage.Client.Refusals.Enqueue(
            new(MqttConnectFailure.Refused, MqttReasonCode.BadUserNameOrPassword, "broker refused"));

        stage.Announce();

        stage.Log.AtLeast(LogLevel.Warning).Should().ContainSingle()
            .Which.Should().Contain("mqtt.username").And.Contain("mqtt.password");
    }

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

        stage.Client.Published.Take(3).Should().OnlyContain(static message => message.Payload.IsEmpty && message.Retain);
        stage.Topics.Take(3).Should().Equal(
            "homeassistant/device/4f1a2b3c_old/config", "bridge/old/availability", "bridge/old/state");
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
        stage.Client.Retained["bridge/status"] = Beat(stage, "0badcafe", "00000001");
        stage.Client.Retained["bridge/bridge/state"] = """{"instance":"0badcafe"}""";
        stage.Start();

        stage.Until(() => stage.Store.Instance is not null, "an instance");

        stage.Store.Instance.Should().MatchRegex("^[0-9a-f]{8}$").And.NotBe("0badcafe");
    }

    [Fact]
    public void Has_the_last_word_on_the_status_topic()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Stop();
        stage.Client.Forget();

        stage.Run(() => stage.Link.SayDevicesOfflineAsync(CancellationToken.None));
        stage.Run(() => stage.Link.SayGoodbyeAsync(CancellationToken.None));
        stage.Outbox.DemandHeartbeat();
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Topics.Should().Equal("bridge/office/availability", "bridge/status");
        stage.Last("bridge/status").Should().Be("offline");
        stage.Client.Disconnects.Should().Be(1);
    }

    private static string Beat(LinkStage stage, string instance, string run) =>
        $$"""{"status":"online","instance":"{{instance}}","run":"{{run}}","timestamp":"{{stage.Time.GetUtcNow():O}}"}""";
}
