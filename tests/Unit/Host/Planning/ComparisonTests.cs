using System.Collections.Immutable;
using Bridge.Discovery;
using Bridge.Host.Planning;
using Bridge.Store;

namespace Bridge.Unit.Host.Planning;

public sealed class ComparisonTests
{
    private static readonly AnnouncedEntity Temperature = new("temperature", "sensor")
    {
        EntityId = "sensor.office_temperature",
        DeviceClass = "temperature",
        Unit = "°C",
        StateClass = "measurement",
    };

    private static readonly AnnouncedEntity Relay = new("relay", "switch") { Name = "Relay", EntityId = "switch.office_relay" };

    [Fact]
    public void What_is_announced_as_before_is_kept()
    {
        var device = Compare([Office(Temperature)], [Office(Temperature)]).Should().ContainSingle().Which;

        device.Should().BeEquivalentTo(new { Id = "office", Identifier = "4f1a2b3c_office", Name = "Office", Fate = Fate.Kept });
        device.Entities.Should().Equal([new EntityPlan("temperature", "4f1a2b3c_office-temperature", "sensor", Fate.Kept, [])], Same);
    }

    [Fact]
    public void Another_name_unit_and_class_keep_the_history_and_are_named()
    {
        var after = Temperature with { Name = "", Unit = "°F", DeviceClass = null };

        var device = Compare([Office(Temperature)], [Office(after) with { Name = "Study" }]).Single();

        device.Fate.Should().Be(Fate.Changed);
        device.Changes.Should().Equal(new Replacement("name", "Office", "Study"));
        device.Entities.Single().Fate.Should().Be(Fate.Changed);
        device.Entities.Single().MovesStatistics.Should().BeTrue();
        device.Entities.Single().Changes.Should().Equal(
            new Replacement("name", null, ""), new("device_class", "temperature", null), new("unit", "°C", "°F"));
    }

    [Fact]
    public void A_first_entity_id_that_comes_too_late_changes_nothing()
    {
        var after = Temperature with { EntityId = "sensor.attic" };

        var entity = Compare([Office(Temperature)], [Office(after)]).Single().Entities.Single();

        entity.Fate.Should().Be(Fate.Kept);
        entity.Changes.Should().Equal(new Replacement("default_entity_id", "sensor.office_temperature", "sensor.attic"));
    }

    [Fact]
    public void An_entity_of_another_platform_is_another_one()
    {
        var after = Relay with { Platform = "light" };

        Fates(Compare([Office(Relay)], [Office(after)])).Should().Equal("light relay Gained", "switch relay Lost");
    }

    [Fact]
    public void Another_id_with_the_identity_of_before_keeps_everything()
    {
        var device = Compare([Row("office", Office(Relay))], [Row("study", Office(Relay))]).Single();

        device.Id.Should().Be("study");
        device.Changes.Should().Equal(new Replacement("id", "office", "study"));
        device.Entities.Single().Fate.Should().Be(Fate.Kept);
    }

    [Fact]
    public void Another_id_without_it_is_another_device_and_what_to_do_is_said()
    {
        var study = Office(Relay, Temperature) with { Identifier = "4f1a2b3c_study" };
        var devices = Compare([Row("office", Office(Relay))], [Row("study", study)]);

        devices.Select(static device => (device.Id, device.Fate)).Should().Equal(("study", Fate.Gained), ("office", Fate.Lost));
        DeviceNotes.Of(devices).Should().ContainSingle().Which.Should().Be(new PlanNote(
            "devices.study",
            "looks like office under another id; with 'previous_id: office' it keeps the entities and the history of that"));
    }

    [Fact]
    public void Components_of_one_device_are_put_together()
    {
        LedgerEntry[] components =
        [
            Row("office", Office(Temperature), "homeassistant/sensor/4f1a2b3c_office/temperature/config"),
            Row("office", Office(Relay), "homeassistant/switch/4f1a2b3c_office/relay/config"),
        ];

        Fates(Compare(components, [Row("office", Office(Relay))])).Should().Equal("switch relay Kept", "sensor temperature Lost");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"identifier":"a","name":"b","entities":{"c":7}}""")]
    public void Of_what_nobody_noted_nothing_is_claimed(string? text)
    {
        LedgerEntry before = new("homeassistant/device/4f1a2b3c_office/config", "office", LedgerKind.Configuration) { Announces = text };

        var devices = Compare([before], [Row("office", Office(Relay))]);

        devices.Single().Fate.Should().Be(Fate.Unknown);
        Fates(devices).Should().Equal("switch relay Unknown");
    }

    [Fact]
    public void Other_rows_of_the_ledger_are_no_devices() =>
        Compare([new LedgerEntry("bridge/office/state", "office", LedgerKind.State)], Array.Empty<LedgerEntry>()).Should().BeEmpty();

    [Theory]
    [InlineData("home/assistant", "home_assistant.discovery_prefix", true)]
    [InlineData("homeassistant", null, false)]
    public void Another_discovery_prefix_is_named_with_its_danger(string prefix, string? subject, bool loses)
    {
        var notes = BridgeNotes.Of(
            "4f1a2b3c", [Row("office", Office(Relay))], [Row("office", Office(Relay), $"{prefix}/device/4f1a2b3c_office/config")]);

        notes.Select(static note => (note.Subject, note.Loses)).Should().Equal(subject is null ? [] : [(subject, loses)]);
    }

    [Fact]
    public void Another_prefix_of_topics_another_form_and_another_identity_are_named()
    {
        var notes = BridgeNotes.Of(
            "00c0ffee",
            [Row("office", Office(Relay)), new("bridge/status", "bridge", LedgerKind.Status)],
            [
                Row("office", Office(Relay), "homeassistant/switch/00c0ffee_office/relay/config"),
                new("house/attic/status", "bridge", LedgerKind.Status),
            ]).ToArray();

        notes.Select(static note => note.Subject).Should().Equal("state", "home_assistant.discovery_mode", "mqtt.topic_prefix");
        notes[1].Text.Should().StartWith("device becomes component");
        notes[2].Text.Should().StartWith("bridge becomes house/attic");
    }

    [Fact]
    public void A_discovery_that_is_switched_off_has_lost_its_entities_not_changed_its_form()
    {
        BridgeNotes.Of("4f1a2b3c", [Row("office", Office(Relay))], []).Should().BeEmpty();
        Fates(Compare([Row("office", Office(Relay))], [])).Should().Equal("switch relay Lost");
    }

    private static bool Same(EntityPlan left, EntityPlan right) =>
        left with { Changes = [] } == right with { Changes = [] } && left.Changes.SequenceEqual(right.Changes);

    private static IEnumerable<string> Fates(IEnumerable<DevicePlan> devices) => devices
        .SelectMany(static device => device.Entities).Select(static entity => $"{entity.Platform} {entity.Key} {entity.Fate}");

    private static AnnouncedDevice Office(params AnnouncedEntity[] entities) => new("4f1a2b3c_office", "Office", [.. entities]);

    private static LedgerEntry Row(string device, AnnouncedDevice announces, string? topic = null) =>
        new(topic ?? $"homeassistant/device/{announces.Identifier}/config", device, LedgerKind.Configuration)
        {
            Announces = announces.ToText(),
        };

    private static ImmutableArray<DevicePlan> Compare(AnnouncedDevice[] before, AnnouncedDevice[] after) =>
        Compare([.. before.Select(static each => Row("office", each))], [.. after.Select(static each => Row("office", each))]);

    private static ImmutableArray<DevicePlan> Compare(LedgerEntry[] before, LedgerEntry[] after) =>
        Comparison.Devices(before, after);
}
