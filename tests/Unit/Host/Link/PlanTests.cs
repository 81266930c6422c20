using System.Collections.Immutable;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Host.Composition;
using Bridge.Host.Configuration;
using Bridge.Host.Planning;
using Bridge.TestSupport.HomeAssistant;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Unit.Host.Link;

/// <summary>What a plan says is what Home Assistant then really gains, loses and keeps.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly Household _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Before_the_first_start_everything_is_gained()
    {
        var plan = await PlanAndStart(Options(Sensor("office")));

        plan.Devices.Should().OnlyContain(static device => device.Fate == Fate.Gained);
    }

    [Fact]
    public async Task The_configuration_of_before_changes_nothing()
    {
        await PlanAndStart(Options(Sensor("office"), Sensor("cellar")));

        var plan = await PlanAndStart(Options(Sensor("office"), Sensor("cellar")));

        plan.Devices.Should().OnlyContain(static device => device.Fate == Fate.Kept);
        plan.Notes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_former_id_keeps_what_another_id_alone_would_lose()
    {
        await PlanAndStart(Options(Sensor("office")));
        (await Plan(Options(Sensor("study")))).Loses.Should().BeTrue();

        var plan = await PlanAndStart(Options(Sensor("study") with { PreviousId = "office" }));

        plan.Loses.Should().BeFalse();
        plan.Devices[1].Changes.Should().Contain(new Replacement("id", "office", "study"));
    }

    [Fact]
    public async Task A_device_that_was_deleted_in_Home_Assistant_stays_away_as_the_plan_says()
    {
        await PlanAndStart(Options(Sensor("office"), Sensor("cellar")));
        _house.Delete("cellar");

        var plan = await PlanAndStart(Options(Sensor("office"), Sensor("cellar")));
        plan.Devices.Select(static device => device.Id).Should().Equal("bridge", "office");
        plan.Notes.Should().ContainSingle().Which.Subject.Should().Be("devices.cellar");

        plan = await PlanAndStart(Options(Sensor("office"), Sensor("cellar") with { Written = "changed" }));
        plan.Devices[2].Fate.Should().Be(Fate.Gained);
    }

    [Fact]
    public async Task Without_discovery_everything_is_lost()
    {
        await PlanAndStart(Options(Sensor("office")));

        var plan = await PlanAndStart(Options(Sensor("office")) with { HomeAssistant = new() { Discovery = false } });

        plan.Devices.Should().OnlyContain(static device => device.Fate == Fate.Lost);
        _house.Home.Registry.Should().BeEmpty();
    }

    [Fact]
    public async Task Another_discovery_prefix_costs_a_Home_Assistant_that_listens_to_the_first_all_it_has()
    {
        await PlanAndStart(Options(Sensor("office")));
        var other = Options(Sensor("office")) with { HomeAssistant = new() { DiscoveryPrefix = "ha" } };
        var plan = await Plan(other);
        _house.Stop();
        _house.Start(other);
        _house.Settle();

        plan.Loses.Should().BeTrue();
        plan.Notes.Should().ContainSingle().Which.Subject.Should().Be("home_assistant.discovery_prefix");
        _house.Home.Registry.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, "component becomes device")]
    [InlineData(false, "device becomes component")]
    public async Task Another_form_of_discovery_keeps_everything(bool toDocuments, string text)
    {
        var (from, to) = toDocuments
            ? (DiscoveryMode.Component, DiscoveryMode.Device)
            : (DiscoveryMode.Device, DiscoveryMode.Component);
        await PlanAndStart(Options(Sensor("office")) with { HomeAssistant = new() { DiscoveryMode = from } });

        var plan = await PlanAndStart(Options(Sensor("office")) with { HomeAssistant = new() { DiscoveryMode = to } });

        plan.Loses.Should().BeFalse();
        plan.Devices.SelectMany(static device => device.Entities).Should().OnlyContain(static entity => entity.Fate == Fate.Kept);
        plan.Notes.Should().ContainSingle().Which.Text.Should().StartWith(text);
    }

    [Fact]
    public async Task An_entity_that_becomes_one_of_another_platform_loses_its_history_alone()
    {
        await PlanAndStart(Options(QuietDevice.With("office", Temperature, Door)));

        var plan = await PlanAndStart(Options(QuietDevice.With("office", Temperature, Door with { Kind = EntityKind.Switch })));

        plan.Devices[1].Entities.Where(static entity => entity.Fate != Fate.Kept)
            .Select(static entity => (entity.Platform, entity.Fate)).Should().Equal(("switch", Fate.Gained), ("binary_sensor", Fate.Lost));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_fault_of_an_entity_costs_nothing(int from, int to)
    {
        await PlanAndStart(Options(QuietDevice.With("office", Temperature, Door)) with { HomeAssistant = new() { DiscoveryMode = (DiscoveryMode)from } });

        var plan = await PlanAndStart(Options(QuietDevice.With("office", Temperature, Door with { DeviceClass = "gate" })) with
        {
            HomeAssistant = new() { DiscoveryMode = (DiscoveryMode)to },
        });

        plan.Loses.Should().BeFalse();
        plan.Devices.SelectMany(static device => device.Entities).Should().OnlyContain(static entity => entity.Fate == Fate.Kept);
    }

    [Fact]
    public async Task A_bridge_that_is_killed_before_it_has_told_leaves_the_plan_as_it_was()
    {
        await PlanAndStart(Options(QuietDevice.With("office", Temperature, Door)));
        _house.Stop();
        _house.StartAndKill(messages: 0, "bridge", QuietDevice.With("office", Temperature));

        (await Plan(Options(QuietDevice.With("office", Temperature)))).Count(Fate.Lost).Should().Be(1);

        _house.Start("bridge", QuietDevice.With("office", Temperature));
        _house.Settle();
        (await Plan(Options(QuietDevice.With("office", Temperature)))).Count(Fate.Lost).Should().Be(0);
        _house.Home.Registry.Should().NotContain(static entry => entry.Platform == "binary_sensor" && entry.Device == "4f1a2b3c_office");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_configured_next_the_plan_says_what_becomes_of_it(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < 6; step++)
        {
            var plan = await PlanAndStart(Whatever(random));

            plan.Loses.Should().Be(plan.Count(Fate.Lost) > 0);
            if (random.Next(4) == 0 && _house.Devices is [var first, ..])
            {
                _house.Delete(first.Options.IdentityId);
            }
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 30)];

    private static BridgeOptions Whatever(Random random)
    {
        string[] all = ["office", "cellar", "attic"];
        Entity[] entities = [Temperature, Door, Door with { Kind = EntityKind.Switch }, new("level") { Name = "Level" }];
        var devices = all.Where(_ => random.Next(3) > 0).Select(id => QuietDevice.With(id, Some(random, entities)) with
        {
            Name = random.Next(4) == 0 ? "Another " + id : id,
            Written = $"{id} {random.Next(2)}",
            Entities = Overrides(random),
        });
        return Options([.. devices]) with
        {
            Mqtt = new() { TopicPrefix = random.Next(3) == 0 ? "house/bridge" : "bridge" },
            HomeAssistant = new() { DiscoveryMode = random.Next(3) == 0 ? DiscoveryMode.Component : DiscoveryMode.Device },
        };
    }

    private static ImmutableArray<Entity> Some(Random random, Entity[] entities) =>
    [
        .. entities.Where(_ => random.Next(3) > 0).DistinctBy(static entity => entity.Key, StringComparer.Ordinal)
            .DefaultIfEmpty(Temperature),
    ];

    private static ImmutableDictionary<string, EntityOptions> Overrides(Random random)
    {
        var shown = random.Next(4) switch
        {
            0 => new EntityOverride { Name = new("Warmth") },
            1 => new EntityOverride { Unit = new("K") },
            2 => new EntityOverride { DeviceClass = new(null), DefaultEntityId = "sensor.elsewhere" },
            _ => new EntityOverride(),
        };
        return ImmutableDictionary<string, EntityOptions>.Empty.Add("temperature", new() { Shown = shown });
    }

    private async Task<Plan> PlanAndStart(BridgeOptions options)
    {
        var plan = await Plan(options);
        if (_house.IsAlive)
        {
            _house.Stop();
        }

        var before = _house.Home.Registry.ToArray();
        _house.Start(options);
        _house.Settle();
        _house.Settle();
        ShouldHaveHappened(plan, before);
        return plan;
    }

    private void ShouldHaveHappened(Plan plan, RegistryEntry[] before)
    {
        foreach (var (device, entity) in plan.Devices.SelectMany(static device => device.Entities.Select(entity => (device, entity))))
        {
            var was = before.SingleOrDefault(entry => entry.Platform == entity.Platform && entry.UniqueId == entity.UniqueId);
            var now = _house.Home.Registry.SingleOrDefault(entry => entry.Platform == entity.Platform && entry.UniqueId == entity.UniqueId);
            (was is not null, now is not null).Should().Be(entity.Fate switch
            {
                Fate.Gained => (false, true),
                Fate.Lost => (true, false),
                _ => (true, true),
            }, "{0} of {1} is {2}", entity.Key, device.Id, entity.Fate);
            if (was is not null && now is not null)
            {
                now.Should().Be(was, "number and entity id are those of before");
                entity.Changes.Where(change => change.Property != Replacement.EntityId
                    && _house.Home.Announced(now, HomeKey(change.Property)) != change.After).Should().BeEmpty();
            }
        }

        _house.Home.Registry.Should().HaveCount(plan.Count(Fate.Gained) + plan.Count(Fate.Changed) + plan.Count(Fate.Kept));
        _house.Home.Complaints.Should().BeEmpty();
    }

    private static string HomeKey(string property) => property == Replacement.Unit ? "unit_of_measurement" : property;

    private async Task<Plan> Plan(BridgeOptions options)
    {
        await using var store = _house.Remembered;
        return await new Outlook(options, new(NullLoggerFactory.Instance, new(LogLevel.Information))).PlanAsync(store);
    }

    private static BridgeOptions Options(params DeviceOptions[] devices) => new() { Devices = [.. devices] };

    private static Entity Temperature { get; } =
        new("temperature") { DeviceClass = "temperature", Unit = "°C", StateClass = StateClass.Measurement };

    private static Entity Door { get; } = new("door") { Kind = EntityKind.BinarySensor, Name = "Door" };

    private static DeviceOptions Sensor(string id) => QuietDevice.With(id, Temperature);
}
