using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>What Home Assistant has after all that happens to a bridge, a broker and itself.</summary>
public sealed class HouseholdTests : IDisposable
{
    private static readonly string[] OfBridge =
        ["connection", "version", "started_at", "devices_online", "devices_failing", "last_error", "mqtt_reconnects"];

    private readonly Household _house = new();
    private bool _withHumidity;

    public void Dispose() => _house.Dispose();

    [Fact]
    public void A_first_start_shows_every_device_with_its_values()
    {
        _house.Start("bridge", Sensor("office"), Sensor("cellar"));
        _house.Read(_house.Devices[0], 21.5m);
        _house.Settle();

        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_cellar", "4f1a2b3c_office");
        _house.Home.State("sensor.office_temperature").Should().Be("21.5");
        _house.Home.State("sensor.office_status").Should().Be("ok");
        _house.Home.State("sensor.cellar_temperature").Should().Be("unavailable");
        _house.Home.State("sensor.cellar_status").Should().Be("starting");
        _house.Home.State("binary_sensor.bridge_connection").Should().Be("on");
        OfBridge.Should().OnlyContain(key => _house.Home.Registry.Any(entry => entry.UniqueId == $"4f1a2b3c_bridge-{key}"));
        Complaints().Should().BeEmpty();
    }

    [Fact]
    public void A_device_that_is_configured_no_more_is_gone_and_the_others_keep_their_history()
    {
        _house.Start("bridge", Sensor("office"), Sensor("cellar"));
        var before = Numbers("office");
        _house.Stop();

        _house.Start("bridge", Sensor("office"));
        _house.Settle();

        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_office");
        Numbers("office").Should().Equal(before);
        _house.Kept.Should().NotContain(static topic => topic.Contains("cellar", StringComparison.Ordinal));
        Complaints().Should().BeEmpty();
    }

    [Fact]
    public void Another_prefix_changes_nothing_in_Home_Assistant_and_leaves_nothing_behind()
    {
        _house.Start("bridge", Sensor("office"));
        _house.Read(_house.Devices[0], 21.5m);
        _house.Settle();
        var before = Numbers("office");
        _house.Stop();

        _house.Start("attic", Sensor("office"));
        _house.Read(_house.Devices[0], 22m);
        _house.Settle();

        Numbers("office").Should().Equal(before);
        _house.Home.State("sensor.office_temperature").Should().Be("22");
        _house.Kept.Should().NotContain(static topic => topic.StartsWith("bridge/", StringComparison.Ordinal));
        Complaints().Should().BeEmpty();
    }

    [Fact]
    public void After_a_crash_nothing_is_shown_as_fresh_and_the_next_start_heals_it()
    {
        _house.Start("bridge", Sensor("office"));
        _house.Read(_house.Devices[0], 21.5m);
        _house.Settle();

        _house.Kill();

        _house.Home.State("sensor.office_temperature").Should().Be("unavailable");
        _house.Home.State("sensor.office_status").Should().Be("unavailable");
        _house.Home.State("binary_sensor.bridge_connection").Should().Be("off");
        _house.Start("bridge", Sensor("office"));
        _house.Home.State("sensor.office_temperature").Should().Be("unavailable", "nothing was read in this life");
        _house.Read(_house.Devices[0], 22m);
        _house.Settle();
        _house.Home.State("sensor.office_temperature").Should().Be("22");
        Complaints().Should().BeEmpty();
    }

    [Fact]
    public void A_broker_that_lost_its_memory_is_told_everything_again()
    {
        _house.Start("bridge", Sensor("office"));
        _house.Read(_house.Devices[0], 21.5m);
        _house.Settle();
        var (before, kept) = (Numbers("office"), _house.Kept.Order(StringComparer.Ordinal).ToArray());

        _house.WipeBroker();
        _house.RestartHome();

        Numbers("office").Should().Equal(before);
        _house.Kept.Order(StringComparer.Ordinal).Should().Equal(kept);
        _house.Home.State("sensor.office_temperature").Should().Be("21.5");
        Complaints().Should().BeEmpty();
    }

    [Fact]
    public void A_device_that_the_user_deleted_stays_away_until_rediscovered()
    {
        _house.Start("bridge", Sensor("office"), Sensor("cellar"));
        _house.Delete("cellar");
        _house.Read(_house.Devices[1], 12m);
        _house.RestartHome();
        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_office");
        _house.Stop();
        _house.Start("bridge", Sensor("office"), Sensor("cellar"));
        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_office");

        _house.Rediscover("bridge");

        _house.Home.Devices.Should().Equal("4f1a2b3c_bridge", "4f1a2b3c_cellar", "4f1a2b3c_office");
        Complaints().Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_in_whatever_order_Home_Assistant_has_what_is_configured(int seed)
    {
        var random = new Random(seed);
        var wanted = new List<string> { "office" };
        var prefix = "bridge";
        _house.Start(prefix, wanted.Select(Sensor));
        for (var step = 0; step < 12; step++)
        {
            switch (random.Next(7))
            {
                case 0:
                    _house.Kill();
                    Change(random, wanted, ref prefix);
                    _house.Start(prefix, wanted.Select(Sensor));
                    break;
                case 1:
                    _house.Stop();
                    Change(random, wanted, ref prefix);
                    _house.Start(prefix, wanted.Select(Sensor));
                    break;
                case 2:
                    _house.WipeBroker();
                    break;
                case 3:
                    _house.RestartHome();
                    break;
                case 4:
                    _house.Stop();
                    Change(random, wanted, ref prefix);
                    _house.StartAndKill(random.Next(60), prefix, wanted.Select(Sensor));
                    _house.Mode = (DiscoveryMode)random.Next(2);
                    _house.Start(prefix, wanted.Select(Sensor));
                    break;
                case 5:
                    _house.Devices[random.Next(wanted.Count)].Fail(BusFault.PortMissing, "made up");
                    break;
                default:
                    _house.Read(_house.Devices[random.Next(wanted.Count)], random.Next(500) / 10m);
                    break;
            }

            _house.Settle();
            ShouldShow(wanted);
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 30)];

    private void Change(Random random, List<string> wanted, ref string prefix)
    {
        string[] all = ["office", "cellar", "attic_1", "attic-2"];
        wanted.Clear();
        wanted.AddRange(all.Where(_ => random.Next(3) > 0).DefaultIfEmpty("office"));
        prefix = random.Next(3) == 0 ? "house/bridge" : "bridge";
        _house.Mode = (DiscoveryMode)random.Next(2);
        _withHumidity = random.Next(2) == 0;
    }

    private void ShouldShow(List<string> wanted)
    {
        _house.Home.Devices.Should().BeEquivalentTo(wanted.Append("bridge").Select(static id => $"4f1a2b3c_{id}"));
        foreach (var device in _house.Devices)
        {
            var entity = _house.Home.Registry.Single(entry => entry.UniqueId == $"4f1a2b3c_{device.Id}-temperature");
            _house.Home.State(entity.EntityId).Should().Be(!device.Report.Online ? "unavailable"
                : device.Find("temperature").ToString());
            _house.Kept.Should().Contain(topic => topic.EndsWith($"/{device.Id}/state", StringComparison.Ordinal));
        }

        _house.Kept.Where(static topic => topic.EndsWith("/availability", StringComparison.Ordinal))
            .Should().HaveCount(wanted.Count, "nothing of other times is left");
        _house.Home.Registry.Where(static entry => entry.UniqueId.EndsWith("-humidity", StringComparison.Ordinal))
            .Should().HaveCount(_withHumidity ? wanted.Count : 0);
        _house.Kept.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)).Should().OnlyContain(topic =>
            topic.StartsWith("homeassistant/device/", StringComparison.Ordinal) == (_house.Mode == DiscoveryMode.Device));
        Complaints().Should().BeEmpty();
    }

    private DeviceOptions Sensor(string id) => new(id, new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = _ =>
        [
            new("temperature") { DeviceClass = "temperature", Unit = "°C", StateClass = StateClass.Measurement },
            .. _withHumidity ? [new("humidity") { DeviceClass = "humidity", Unit = "%" }] : Array.Empty<Entity>(),
        ],
    })
    {
        Name = id,
        Port = "/dev/null",
        StaleAfter = TimeSpan.FromDays(1),
        Written = id,
    };

    private int[] Numbers(string device) =>
        [.. _house.Home.Registry.Where(entry => entry.Device == $"4f1a2b3c_{device}").Select(static entry => entry.Number)];

    private IReadOnlyList<string> Complaints() => _house.Home.Complaints;
}
