using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>What Home Assistant shows of values that expire, and what it hears when it was away.</summary>
public sealed class HouseholdFreshnessTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(DiscoveryMode.Device)]
    [InlineData(DiscoveryMode.Component)]
    internal void A_value_that_its_device_tells_no_more_expires_while_the_others_stay(DiscoveryMode mode)
    {
        _house.Start(Options() with { HomeAssistant = new() { DiscoveryMode = mode } });
        Read(("temperature", 21.5m), ("humidity", 47));
        _house.Settle();
        Shown().Should().Be("21.5 47");

        for (var minute = 0; minute < 4; minute++)
        {
            Read(("humidity", 48 + minute)); // the device is well; one of its sensors is dead
            _house.Pass(Minute);
        }

        Shown().Should().Be("21.5 51");
        _house.Pass(Minute);
        Shown().Should().Be("unavailable 51");
        Read(("temperature", 21.5m));
        _house.Settle();
        Shown().Should().Be("21.5 51");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void A_restart_of_Home_Assistant_shows_a_fresh_value_again_and_not_an_old_one()
    {
        _house.Start(Options());
        Read(("temperature", 21.5m), ("humidity", 47));
        _house.Settle();
        _house.RestartHome();
        Shown().Should().Be("21.5 47");

        _house.Pass(5 * Minute);
        _house.RestartHome();

        Shown().Should().Be("unavailable 47", "the state document is kept, and the device is online");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void A_bridge_that_was_away_tells_nothing_old_as_fresh()
    {
        _house.Start(Options());
        Read(("temperature", 21.5m), ("humidity", 47));
        _house.Settle();
        _house.Kill();
        _house.Pass(Minute);
        _house.Start(Options());
        Read(("humidity", 47)); // online again

        _house.Pass(4 * Minute);

        Shown().Should().Be("unavailable 47");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void A_broker_that_lost_its_memory_and_a_Home_Assistant_with_words_of_its_own_get_everything_again()
    {
        var options = Options();
        _house.Start(options with
        {
            HomeAssistant = options.HomeAssistant with { BirthTopic = "house/ha", BirthPayload = "up" },
        });
        Read(("temperature", 21.5m), ("humidity", 47));
        _house.Settle();
        var kept = _house.Kept.Order(StringComparer.Ordinal).ToArray();
        kept.Should().NotContain("bridge/office/temperature/state");

        _house.WipeBroker();
        _house.RestartHome("house/ha", "up");

        _house.Kept.Order(StringComparer.Ordinal).Should().Equal(kept);
        Shown().Should().Be("21.5 47");
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Fact]
    public void An_entity_that_expires_no_more_goes_back_to_the_document_and_keeps_its_history()
    {
        _house.Start(Options());
        Read(("temperature", 21.5m), ("humidity", 47));
        _house.Settle();
        var before = _house.Home.Registry.Select(static entry => (entry.Number, entry.EntityId)).ToArray();
        _house.Stop();

        _house.Start(Options(expires: false));
        Read(("temperature", 22), ("humidity", 47));
        _house.Pass(10 * Minute);

        Shown().Should().Be("22 47");
        _house.Home.Registry.Select(static entry => (entry.Number, entry.EntityId)).Should().Equal(before);
        _house.Home.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData(DiscoveryMode.Device, 20, 0)]
    [InlineData(DiscoveryMode.Device, 150, 0)]
    [InlineData(DiscoveryMode.Component, 20, 0)]
    [InlineData(DiscoveryMode.Component, 150, 9)]
    internal void Only_more_than_a_usual_house_has_takes_its_time(DiscoveryMode mode, int devices, int seconds)
    {
        _house.Start(new BridgeOptions
        {
            Devices = [.. Enumerable.Range(1, devices).Select(static number => Office($"office_{number}", expires: true))],
            HomeAssistant = new() { DiscoveryMode = mode },
        });

        // Five messages a device, twelve of the bridge: at 50 a second, what is beyond 300.
        (_house.Told[^1].At - _house.Told[0].At).TotalSeconds.Should().BeApproximately(seconds, 0.5);
        _house.Told.GroupBy(static each => each.At.Ticks / TimeSpan.TicksPerSecond).Skip(1)
            .Should().NotContain(static second => second.Count() > 51);
        _house.Home.Devices.Should().HaveCount(devices + 1);
        _house.Home.Complaints.Should().BeEmpty();
    }

    private string Shown() =>
        $"{_house.Home.State("sensor.office_temperature")} {_house.Home.State("sensor.office_humidity")}";

    private void Read(params (string Key, decimal Value)[] values) =>
        _house.Read(_house.Devices[0], [.. values.Select(static each => new KeyedValue(each.Key, Value.Of(each.Value)))]);

    private static BridgeOptions Options(bool expires = true) => new() { Devices = [Office("office", expires)] };

    private static DeviceOptions Office(string id, bool expires) => new(id, new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = static _ =>
        [
            new("temperature") { DeviceClass = "temperature", Unit = "°C", StateClass = StateClass.Measurement },
            new("humidity") { DeviceClass = "humidity", Unit = "%", StateClass = StateClass.Measurement },
        ],
    })
    {
        Name = id,
        Port = "/dev/null",
        StaleAfter = TimeSpan.FromDays(1),
        Entities = expires
            ? ImmutableDictionary<string, EntityOptions>.Empty.Add(
                "temperature", new() { Shown = new EntityOverride { ExpireAfter = 5 * Minute } })
            : ImmutableDictionary<string, EntityOptions>.Empty,
    };
}
