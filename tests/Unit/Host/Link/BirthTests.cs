using Bridge.Host.Link;
using Bridge.TestSupport;

namespace Bridge.Unit.Host.Link;

/// <summary>What follows when Home Assistant says that it is there.</summary>
public sealed class BirthTests
{
    private const string Config = "homeassistant/device/4f1a2b3c_office/config";
    private const string Birth = "homeassistant/status";

    [Theory]
    [InlineData("ready", 1)]
    [InlineData("online", 0)]
    [InlineData("", 0)]
    [InlineData("ready ", 0)]
    public void Its_words_and_their_topic_are_as_configured(string payload, int announcements)
    {
        using var stage = new LinkStage(change: static options => options with
        {
            HomeAssistant = options.HomeAssistant with
            {
                DiscoveryPrefix = "discovery",
                BirthTopic = "house/ha/up",
                BirthPayload = "ready",
            },
        });
        stage.Announce();
        stage.Client.Subscribed.Should().Contain(static each => each.Filter == "house/ha/up")
            .And.NotContain(static each => each.Filter == Birth);
        stage.Client.Forget();

        stage.Client.Deliver("house/ha/up", payload);
        stage.Pass(TimeSpan.FromSeconds(6));

        stage.Count("discovery/device/4f1a2b3c_office/config").Should().Be(announcements);
    }

    [Fact]
    public void One_that_the_broker_has_kept_is_none()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        stage.Client.Deliver(Birth, "online", retained: true);
        stage.Pass(TimeSpan.FromSeconds(6));

        stage.Count(Config).Should().Be(0);
    }

    [Fact]
    public void Births_within_the_delay_and_a_rediscovery_meanwhile_are_one_announcement()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        stage.Client.Deliver(Birth, "online");
        stage.Client.Deliver(Birth, "online");
        stage.Client.Deliver("bridge/bridge/rediscover/set", "PRESS");
        stage.Pass(TimeSpan.FromSeconds(10));

        stage.Count(Config).Should().Be(1);
        stage.Count("bridge/office/state").Should().Be(1);
    }

    [Fact]
    public void One_just_before_the_connection_breaks_is_answered_by_the_announcement_of_the_next()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();
        stage.Client.Deliver(Birth, "online");

        stage.Client.Cut();
        stage.Until(() => stage.Client.Connects.Count == 2, "the next connection");
        stage.Pass(TimeSpan.FromSeconds(10));

        stage.Count(Config).Should().Be(1);
    }

    [Fact]
    public void A_Home_Assistant_that_starts_again_and_again_makes_no_storm()
    {
        using var stage = new LinkStage();
        stage.Announce();
        stage.Client.Forget();

        for (var start = 0; start < 90; start++)
        {
            stage.Client.Deliver(Birth, "online");
            stage.Pass(TimeSpan.FromSeconds(20));
            if (start == 2)
            {
                stage.Count(Config).Should().Be(3, "the first ones are answered at once");
            }
        }

        // Half an hour: three in each three minutes.
        stage.Count(Config).Should().BeInRange(25, 31);
        stage.Client.Deliver(Birth, "online");
        stage.Pass(TimeSpan.FromMinutes(4));
        stage.Client.Forget();
        stage.Client.Deliver(Birth, "online");
        stage.Pass(TimeSpan.FromSeconds(6));
        stage.Count(Config).Should().Be(1, "it has come to rest");
    }

    [Fact]
    public async Task Discovery_messages_of_a_usual_house_leave_at_once_and_more_of_them_fifty_a_second()
    {
        var time = new ManualTime();
        var pace = new DiscoveryPace(time);
        for (var number = 0; number < 300; number++)
        {
            pace.WaitAsync(CancellationToken.None).IsCompleted.Should().BeTrue();
        }

        var start = time.GetUtcNow();
        for (var number = 0; number < 200; number++)
        {
            var waiting = pace.WaitAsync(CancellationToken.None);
            while (!waiting.IsCompleted)
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
            }

            await waiting;
        }

        (time.GetUtcNow() - start).TotalSeconds.Should().BeApproximately(4, 0.25);
        time.Advance(TimeSpan.FromSeconds(6));
        Enumerable.Range(0, 300).Should().OnlyContain(_ => pace.WaitAsync(CancellationToken.None).IsCompleted);
        pace.WaitAsync(CancellationToken.None).IsCompleted.Should().BeFalse();
    }
}
