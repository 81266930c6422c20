using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>What Home Assistant has after the form of discovery, or what is told in it, has changed.</summary>
public sealed class ModeMoveTests : IDisposable
{
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public void Single_messages_announce_what_a_document_announces()
    {
        _house.Mode = DiscoveryMode.Component;
        _house.Start("bridge", Device("office", "temperature"));
        _house.Read(_house.Devices[0], 21.5m);
        _house.Settle();

        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_office");
        _house.Home.State("sensor.office_temperature").Should().Be("21.5");
        _house.Home.State("sensor.office_status").Should().Be("ok");
        _house.Home.State("binary_sensor.bridge_connection").Should().Be("on");
        _house.Kept.Should().Contain("homeassistant/sensor/4f1a2b3c_office/temperature/config")
            .And.NotContain("homeassistant/device/4f1a2b3c_office/config");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_change_of_the_form_keeps_every_entity_and_leaves_nothing_behind(int from)
    {
        var before = Live((DiscoveryMode)from);
        _house.Stop();

        Live(Other(from)).Should().Equal(before);

        ShouldBeIn(Other(from));
        _house.Home.State("sensor.office_temperature").Should().Be("21.5");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void Whenever_the_bridge_is_killed_while_the_form_changes_every_entity_is_kept(int from, bool goesOn)
    {
        var before = Live((DiscoveryMode)from);
        _house.Stop();
        var cuts = 0;
        for (var isCut = true; isCut; cuts++)
        {
            _house.Mode = Other(from);
            isCut = _house.StartAndKill(cuts, "bridge", Device("office", "temperature"));
            var to = goesOn ? Other(from) : (DiscoveryMode)from;
            Live(to).Should().Equal(before, "cut after {0} messages", cuts);
            ShouldBeIn(to);
            _house.Stop();
            Live((DiscoveryMode)from).Should().Equal(before);
            _house.Stop();
        }

        cuts.Should().BeGreaterThan(15, "the phases have several messages each");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void An_entity_that_is_gone_is_removed_and_the_others_keep_their_history(int from, int to)
    {
        _house.Mode = (DiscoveryMode)from;
        _house.Start("bridge", Device("office", "temperature", "humidity"));
        _house.Settle();
        var before = Numbers();
        _house.Stop();

        _house.Mode = (DiscoveryMode)to;
        _house.Start("bridge", Device("office", "temperature"));
        _house.Settle();
        _house.Settle();

        Numbers().Should().Equal(before.Remove("4f1a2b3c_office-humidity"));
        _house.Kept.Should().NotContain(static topic => topic.Contains("humidity", StringComparison.Ordinal));
        ShouldBeIn((DiscoveryMode)to);
        VersionsShouldBeApart();
    }

    [Fact]
    public void A_removal_stands_in_the_document_until_the_next_version_alone()
    {
        _house.Start("bridge", Device("office", "temperature", "humidity"));
        _house.Settle();
        _house.Stop();
        _house.Told.Clear();

        _house.Start("bridge", Device("office", "temperature"));
        _house.Settle();

        var told = _house.Told.Where(static each => each.Topic.EndsWith("_office/config", StringComparison.Ordinal))
            .Select(static each => each.Payload).ToArray();
        told.Should().HaveCount(2);
        told[0].Should().Contain("""
            "humidity":{"platform":"sensor"}
            """).And.Contain("office-temperature");
        told[1].Should().NotContain("humidity").And.Contain("office-temperature");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void An_entity_that_changes_its_platform_is_removed_under_the_old_one_first(int from, int to)
    {
        _house.Mode = (DiscoveryMode)from;
        _house.Start("bridge", Device("office", "temperature", "door"));
        _house.Settle();
        var before = Numbers();
        _house.Stop();

        _house.Mode = (DiscoveryMode)to;
        var office = Device("office", ["temperature"], [new("door") { Kind = EntityKind.BinarySensor, Name = "Door" }]);
        _house.Start("bridge", office);
        _house.Settle();
        _house.Settle();

        _house.Home.Registry.Where(static entry => entry.UniqueId == "4f1a2b3c_office-door").Should().ContainSingle()
            .Which.Platform.Should().Be("binary_sensor");
        Numbers().Remove("4f1a2b3c_office-door").Should().Equal(before.Remove("4f1a2b3c_office-door"));
        ShouldBeIn((DiscoveryMode)to);
        VersionsShouldBeApart();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void A_device_that_was_deleted_while_the_bridge_was_away_stays_away(int mode, bool wasKilled)
    {
        _house.Mode = (DiscoveryMode)mode;
        _house.Start("bridge", Device("office", "temperature"), Device("cellar", "temperature"));
        _house.Settle();
        End(wasKilled);

        _house.Delete("cellar");
        _house.Start("bridge", Device("office", "temperature"), Device("cellar", "temperature"));
        _house.RestartHome();

        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_office");
        _house.Kept.Should().NotContain(static topic =>
            topic.Contains("cellar", StringComparison.Ordinal) && topic.EndsWith("config", StringComparison.Ordinal));
        _house.Rediscover("bridge");
        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_cellar", "4f1a2b3c_office");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_broker_that_lost_all_or_a_part_of_its_memory_is_told_again(int mode)
    {
        _house.Mode = (DiscoveryMode)mode;
        foreach (var lost in (string[])["", "cellar"])
        {
            _house.Start("bridge", Device("office", "temperature"), Device("cellar", "temperature"));
            _house.Settle();
            var before = Numbers();
            _house.Stop();

            _house.Lose(topic => topic.Contains(lost, StringComparison.Ordinal));
            _house.Start("bridge", Device("office", "temperature"), Device("cellar", "temperature"));
            _house.RestartHome();

            Numbers().Should().Equal(before, "lost: '{0}'", lost);
            _house.Stop();
        }

        ShouldBeIn((DiscoveryMode)mode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_entity_that_the_user_deleted_stays_away_until_the_configuration_changes(bool isAway)
    {
        _house.Mode = DiscoveryMode.Component;
        _house.Start("bridge", Device("office", "temperature", "humidity"));
        _house.Settle();
        if (isAway)
        {
            _house.Stop();
        }

        _house.DeleteEntity("sensor.office_humidity");
        if (!isAway)
        {
            _house.Stop();
        }

        _house.Start("bridge", Device("office", "temperature", "humidity"));
        _house.RestartHome();
        _house.Home.State("sensor.office_humidity").Should().BeNull();
        _house.Home.State("sensor.office_temperature").Should().NotBeNull();
        _house.Stop();

        _house.Mode = DiscoveryMode.Device;
        _house.Start("bridge", Device("office", "temperature", "humidity"));
        _house.Home.State("sensor.office_humidity").Should().BeNull("the other form changes nothing");
        _house.Stop();

        _house.Start("bridge", Device("office", "temperature", "humidity") with { Written = "changed" });
        _house.Home.State("sensor.office_humidity").Should().NotBeNull();
        _house.Home.Complaints.Should().BeEmpty();
    }

    private static DiscoveryMode Other(int mode) => (DiscoveryMode)(1 - mode);

    private ImmutableSortedDictionary<string, int> Live(DiscoveryMode mode)
    {
        _house.Mode = mode;
        _house.Start("bridge", Device("office", "temperature"));
        _house.Read(_house.Devices[0], 21.5m);
        _house.Settle();
        return Numbers();
    }

    private void End(bool wasKilled)
    {
        if (wasKilled)
        {
            _house.Kill();
        }
        else
        {
            _house.Stop();
        }
    }

    private void ShouldBeIn(DiscoveryMode mode)
    {
        var topics = _house.Kept.Where(static topic => topic.StartsWith("homeassistant/", StringComparison.Ordinal)).ToArray();
        topics.Should().NotBeEmpty().And.OnlyContain(topic =>
            topic.StartsWith("homeassistant/device/", StringComparison.Ordinal) == (mode == DiscoveryMode.Device));
        _house.Home.Complaints.Should().BeEmpty();
    }

    // 1.3: two versions of a document are never closer than a second or two.
    private void VersionsShouldBeApart()
    {
        foreach (var versions in _house.Told.GroupBy(static each => each.Topic, StringComparer.Ordinal))
        {
            var changes = versions.Zip(versions.Skip(1)).Where(static pair => pair.First.Payload != pair.Second.Payload);
            changes.Where(static pair => pair.Second.At - pair.First.At < Apart).Should().BeEmpty();
        }
    }

    private ImmutableSortedDictionary<string, int> Numbers() =>
        _house.Home.Registry.ToImmutableSortedDictionary(static entry => entry.UniqueId, static entry => entry.Number, StringComparer.Ordinal);

    private static DeviceOptions Device(string id, params string[] sensors) => QuietDevice.WithSensors(id, sensors);

    private static DeviceOptions Device(string id, string[] sensors, Entity[] others) =>
        QuietDevice.With(id, [.. sensors.Select(static key => new Entity(key) { Name = key }), .. others]);
}
