using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
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
    public void Answers_the_command_that_ends_it()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Stop();
        stage.Client.Forget();
        stage.Outbox.Post(new("bridge/bridge/result", "{}"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false));

        stage.Run(() => stage.Link.SayWhatWaitsAsync(CancellationToken.None));

        stage.Topics.Should().Equal("bridge/bridge/result");
    }

    [Fact]
    public void An_event_that_did_not_reach_the_broker_is_sent_again()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Break = static message => message.Topic == "bridge/office/error";
        stage.Outbox.Post(new("bridge/office/error", "{}"u8.ToArray(), MqttQos.AtLeastOnce, Retain: false));
        stage.Until(() => stage.Client.Connects.Count == 2, "the next connection");
        stage.Client.Break = static _ => false;

        stage.Until(() => stage.Count("bridge/office/error") == 1, "the event");
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

        stage.Topics.Should().Equal("bridge/office/availability", "bridge/bridge/state", "bridge/status");
        stage.Last("bridge/status").Should().Be("offline");
        stage.Client.Disconnects.Should().Be(1);
    }
}
