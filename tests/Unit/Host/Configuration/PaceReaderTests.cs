using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Configuration;

public sealed class PaceReaderTests : ConfigurationFixture
{
    private const string OnBus = "devices:\n  office:\n    driver: bme280\n    bus: 1\n    ";

    [Fact]
    public void Is_exact_and_stays_when_nothing_is_said()
    {
        Yaml(OnBus);

        Good().Devices[0].Should().BeEquivalentTo(new
        {
            Interval = TimeSpan.FromSeconds(60),
            Jitter = TimeSpan.Zero,
            Schedule = (object?)null,
            Retries = 1,
            OnFailure = OnFailure.Stay,
            ExitAfterStale = (TimeSpan?)null,
        });
    }

    [Theory]
    [InlineData("10%", 3)]
    [InlineData("50%", 15)]
    [InlineData("2.5%", 0.75)]
    [InlineData("2s", 2)]
    [InlineData("0s", 0)]
    public void Jitter_is_a_part_of_the_interval_or_a_duration(string text, double seconds)
    {
        Yaml(OnBus + $"interval: 30s\n    jitter: {text}");

        Good().Devices[0].Jitter.Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void A_schedule_stands_instead_of_the_interval()
    {
        Yaml(OnBus + "schedule: 0 6 * * 1-5");

        var device = Good().Devices[0];
        device.Schedule!.ToString().Should().Be("0 6 * * 1-5");
        device.Interval.Should().Be(TimeSpan.FromDays(3), "from Friday to Monday");
        device.StaleAfter.Should().Be(TimeSpan.FromDays(9));
    }

    [Fact]
    public void An_interval_may_be_set_from_Home_Assistant()
    {
        Yaml(OnBus + "tunable: true");

        Good().Devices[0].Tunable.Should().BeTrue();
    }

    [Theory]
    [InlineData("tunable: true\n    schedule: 0 6 * * *", "tunable has no meaning beside schedule; leave one of them out")]
    [InlineData(
        "tunable: true\n    derived: { interval: { expression: temperature * 2 } }",
        "the number would be interval, but there is an entity of this key already")]
    public void Where_there_is_none_it_cannot_be_set(string more, string expected)
    {
        Yaml(OnBus + more);

        Faults().Should().ContainSingle().Which.Should().StartWith("bridge.yaml:5|").And.EndWith(expected);
    }

    [Fact]
    public void The_end_of_the_bridge_can_be_asked_for()
    {
        Yaml(OnBus + "on_failure: exit\n    exit_after_stale: 1h\n    retries: 0");

        Good().Devices[0].Should().BeEquivalentTo(
            new { OnFailure = OnFailure.Exit, ExitAfterStale = TimeSpan.FromHours(1), Retries = 0 });
    }

    [Theory]
    [InlineData("jitter: 51%", "the value does not fit; expected a part of the interval such as 10% (at most 50%), "
        + "or a duration such as 2s")]
    [InlineData("jitter: 31s", "31s is longer than half of the interval (1m)")]
    [InlineData("jitter: -1s", "the value does not fit; expected a part of the interval such as 10% (at most 50%), "
        + "or a duration such as 2s")]
    [InlineData("schedule: 0 25 * * *", "position 3: the hour must be a number from 0 to 23")]
    [InlineData("schedule: 15m", "position 4: expected five fields "
        + "(minute, hour, day of the month, month, day of the week), not 1")]
    [InlineData("retries: 6", "'6' does not fit; expected a whole number from 0 to 5")]
    [InlineData("on_failure: restart", "'restart' does not fit; expected one of stay, exit")]
    [InlineData("exit_after_stale: 2m", "2m is shorter than stale_after (3m)")]
    public void What_cannot_be_is_told_on_its_line(string line, string message)
    {
        Yaml(OnBus + line);

        var fault = Load().Faults.Should().ContainSingle().Which;
        fault.Message.Should().Be(message);
        fault.Origin.Should().Be("bridge.yaml:5");
    }

    [Theory]
    [InlineData("interval: 30s")]
    [InlineData("jitter: 10%")]
    public void Beside_a_schedule_interval_and_jitter_have_no_meaning(string line)
    {
        Yaml(OnBus + line + "\n    schedule: 0 6 * * *");

        Load().Faults.Should().ContainSingle().Which.Message
            .Should().EndWith("has no meaning beside schedule; leave one of them out");
    }

    [Theory]
    [InlineData("jitter: 10%")]
    [InlineData("schedule: 0 6 * * *")]
    [InlineData("retries: 2")]
    public void What_talks_of_its_own_accord_has_none_of_them(string line)
    {
        Yaml("devices:\n  meter:\n    driver: dsmr\n    port: /dev/ttyUSB0\n    " + line);

        Load().Faults.Should().ContainSingle().Which.Message.Should().Contain("dsmr talks of its own accord");
    }
}
