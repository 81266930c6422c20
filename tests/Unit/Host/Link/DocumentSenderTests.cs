using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Host.Link;

/// <summary>What Home Assistant is told when a device tells of itself while the bridge runs.</summary>
public sealed class DocumentSenderTests : IDisposable
{
    private static readonly Entity Door = new("door") { Name = "Door" };
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(2);

    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    // 1.3: never two versions of a document within a second or two; what comes meanwhile is in the next one.
    [Fact]
    public void What_changes_quickly_comes_in_few_versions_far_enough_apart()
    {
        _house.Start("bridge", Device());
        for (var number = 1; number <= 20; number++)
        {
            _house.Devices[0].Describe(new(), [new($"value_{number}") { Name = $"Value {number}" }]);
            _house.Pass(TimeSpan.FromMilliseconds(200));
        }

        _house.Settle();

        var versions = Versions();
        versions.Length.Should().BeInRange(2, 4);
        versions.Zip(versions.Skip(1)).Should().OnlyContain(static pair => pair.Second.At - pair.First.At >= Apart);
        versions[^1].Payload.Should().Contain("value_1\"").And.Contain("value_20\"");
        _house.Home.Registry.Count(static entry => entry.UniqueId.Contains("-value_", StringComparison.Ordinal)).Should().Be(20);
    }

    [Fact]
    public void What_has_not_changed_is_told_again_at_once()
    {
        _house.Start("bridge", Device());
        _house.Rediscover("bridge");

        var versions = Versions();
        versions.Should().HaveCount(2);
        versions[1].Payload.Should().Be(versions[0].Payload);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_entity_that_turns_out_to_be_of_another_platform_is_removed_first(int mode)
    {
        _house.Mode = (DiscoveryMode)mode;
        _house.Start("bridge", Device());
        _house.Devices[0].Describe(new(), [Door]);
        _house.Settle();
        _house.Home.Registry.Should().Contain(static entry => entry.EntityId == "sensor.office_door");

        _house.Devices[0].Describe(new(), [Door with { Kind = EntityKind.BinarySensor }]);
        _house.Settle();

        _house.Home.Registry.Where(static entry => entry.UniqueId == "4f1a2b3c_office-door")
            .Should().ContainSingle().Which.EntityId.Should().Be("binary_sensor.office_door");
        _house.Kept.Should().NotContain("homeassistant/sensor/4f1a2b3c_office/door/config");
        _house.Home.Complaints.Should().BeEmpty();
    }

    private ImmutableArray<(DateTimeOffset At, string Topic, string Payload)> Versions() =>
        [.. _house.Told.Where(static each => each.Topic.EndsWith("_office/config", StringComparison.Ordinal))];

    private static DeviceOptions Device() => new("office", new StreamDriver("probe", "a test")
    {
        Source = "test",
        Line = static _ => new(9600),
        Create = static (_, _) => throw new InvalidOperationException("no wires here"),
        Entities = static _ => [new("temperature") { Name = "Temperature" }],
    })
    {
        Name = "office",
        Port = "/dev/null",
        StaleAfter = TimeSpan.FromDays(1),
        Written = "office",
    };
}
