using Bridge.Discovery;
using Bridge.Host.Configuration;
using Bridge.Mqtt.Client;

namespace Bridge.Unit.Host.Link;

/// <summary>Values that expire: told on a topic of their own, and only while they are fresh.</summary>
public sealed class FreshnessTests
{
    private const string Own = "bridge/office/temperature/state";

    [Fact]
    public void A_value_that_expires_is_told_alone_and_not_retained()
    {
        using var stage = Stage();
        stage.Announce();
        stage.Count(Own).Should().Be(0, "nothing was read in this life");

        stage.Read(21.5m);
        stage.Until(() => stage.Count(Own) == 1, "the value");

        stage.Last(Own).Should().Be("""{"temperature":21.5}""");
        stage.Client.Published.Single(static message => message.Topic == Own).Should().BeEquivalentTo(new
        {
            Retain = false,
            Qos = MqttQos.AtLeastOnce,
            Properties = new { MessageExpiry = 60u },
        });
        stage.Last("bridge/office/state").Should().Be("{}");
        stage.Last("homeassistant/device/4f1a2b3c_office/config").Should()
            .Contain($"\"state_topic\":\"{Own}\",\"expire_after\":60");
        stage.Store.Ledger.Should().NotContain(static entry => entry.Topic == Own, "nothing of it is left at the broker");
    }

    [Fact]
    public void Other_changes_of_the_device_do_not_tell_it_again()
    {
        using var stage = Stage();
        stage.Announce();
        stage.Read(21.5m);
        stage.Until(() => stage.Count(Own) == 1, "the value");

        stage.Outbox.Mark(stage.Device, Bridge.Host.Runtime.Changes.State);
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Count(Own).Should().Be(1);
        stage.Read(21.5m);
        stage.Until(() => stage.Count(Own) == 2, "the same value, told anew by the device");
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(60, 0)]
    public void After_a_birth_it_is_told_again_while_it_is_fresh(int age, int times)
    {
        using var stage = Stage();
        stage.Announce();
        stage.Read(21.5m);
        stage.Until(() => stage.Count(Own) == 1, "the value");
        stage.Pass(TimeSpan.FromSeconds(age));
        stage.Client.Forget();

        stage.Client.Deliver("homeassistant/status", "online");
        stage.Until(() => stage.Count("bridge/status") == 1, "the announcement");

        stage.Count(Own).Should().Be(times);
        stage.Count("bridge/office/state").Should().Be(1);
    }

    [Fact]
    public void After_an_outage_the_newest_fresh_value_is_told_once_and_before_the_states()
    {
        using var stage = Stage();
        stage.Announce();
        stage.Client.Cut();
        stage.Client.Forget();
        stage.Read(20);
        stage.Read(21);

        stage.Until(() => stage.Count("bridge/status") == 1, "the announcement");
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Count(Own).Should().Be(1);
        stage.Last(Own).Should().Be("""{"temperature":21}""");
        stage.Topics.IndexOf(Own).Should().BeLessThan(stage.Topics.IndexOf("bridge/office/state"));
    }

    [Fact]
    public void A_value_of_an_earlier_life_is_not_told()
    {
        var store = LinkStage.WithInstance();
        using (var before = Stage(store))
        {
            before.Announce();
            before.Read(21.5m);
        }

        using var stage = Stage(store);
        stage.Announce();
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Device.Find("temperature").Number.Should().Be(21.5m);
        stage.Count(Own).Should().Be(0);
    }

    [Fact]
    public void With_an_expiry_of_states_the_broker_forgets_them_and_nothing_else()
    {
        using var stage = new LinkStage(change: static options =>
            options with { Mqtt = options.Mqtt with { StateExpiry = TimeSpan.FromMinutes(10) } });
        stage.Announce();

        stage.Client.Published.Where(static message => message.Properties?.MessageExpiry is not null)
            .Select(static message => (message.Topic, message.Properties!.MessageExpiry))
            .Should().Equal(("bridge/office/state", 600u), ("bridge/status", 180u));
    }

    [Fact]
    public void Without_one_a_state_stays() // a new subscriber would find none while others keep what they have
    {
        using var stage = new LinkStage();
        stage.Announce();

        stage.Client.Published.Single(static message => message.Topic == "bridge/office/state").Properties.Should().BeNull();
    }

    private static LinkStage Stage(Bridge.Store.MemoryStateStore? store = null) => new(
        store, temperature: new EntityOptions { Shown = new EntityOverride { ExpireAfter = TimeSpan.FromMinutes(1) } });
}
