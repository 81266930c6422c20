using System.Text.Json.Nodes;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery.Contract;

/// <summary>Holds our tables against the shared ones, where those are at hand.</summary>
public sealed class TableTests
{
    [Fact]
    public void The_sensor_classes_are_complete()
    {
        if (Read("sensor_device_classes.json") is not { } shared)
        {
            return;
        }

        var classes = shared["device_classes"]!.AsObject();
        SensorClasses.All.Keys.Should().BeEquivalentTo(classes.Select(known => known.Key));
        foreach (var (name, facts) in classes)
        {
            var ours = SensorClasses.All[name];
            ours.IsNumeric.Should().Be(facts!["numeric"]!.GetValue<bool>(), name);
            ours.UnitMayBeAbsent.Should().Be(facts["unit_may_be_absent"]!.GetValue<bool>(), name);
            ours.StateClasses.Should().BeEquivalentTo(Texts(facts["state_classes"]), name);
            ours.NewerUnits.Should().BeEquivalentTo(Texts(facts["units_newer_than_2026_9"]), name);
            ours.Units.HasValue.Should().Be(facts["units"] is not null, name);
            (ours.Units ?? []).Should().BeEquivalentTo(Texts(facts["units"]), name);
        }
    }

    [Fact]
    public void The_rewritten_units_are_complete()
    {
        if (Read("units.json") is { } shared)
        {
            var pairs = shared["ambiguous_units"]!.AsObject()
                .Select(unit => (unit.Key, unit.Value!.GetValue<string>()));
            Units.Rewritten.Select(unit => (unit.Key, unit.Value)).Should().BeEquivalentTo(pairs);
        }
    }

    [Fact]
    public void The_keys_of_all_platforms_are_complete()
    {
        if (Read("components.json") is not { } shared)
        {
            return;
        }

        foreach (var (platform, facts) in shared["platforms"]!.AsObject())
        {
            Platforms.IsKnown(platform).Should().BeTrue(platform);
            if (facts!["variants"] is not { } variants)
            {
                Compare(Platforms.All[platform], facts["keys"]!);
                continue;
            }

            foreach (var (schema, variant) in variants.AsObject())
            {
                Compare(Platforms.Of(platform, schema), variant!["keys"]!);
            }
        }
    }

    [Fact]
    public void The_keys_of_the_blocks_of_a_document_are_complete()
    {
        if (Read("components.json") is not { } shared)
        {
            return;
        }

        Compare(KeySet.Document, shared["device_document"]!["keys"]!);
        Compare(KeySet.Device, shared["device_info"]!["keys"]!);
        Compare(KeySet.Origin, shared["origin_info"]!["keys"]!);
        Compare(KeySet.Availability, shared["availability_entry"]!["keys"]!);
    }

    private static void Compare(KeySet ours, JsonNode shared)
    {
        ours.Rules.Keys.Should().BeEquivalentTo(shared.AsObject().Select(rule => rule.Key));
        foreach (var (key, rule) in shared.AsObject())
        {
            ours.Rules[key].Required.Should().Be(rule!["required"]!.GetValue<bool>(), key);
            ours.Rules[key].Values.Should().BeEquivalentTo(Texts(rule["values"]), key);
        }
    }

    private static IEnumerable<string> Texts(JsonNode? list) =>
        list is null ? [] : list.AsArray().Select(item => item!.GetValue<string>());

    private static JsonNode? Read(string name) =>
        GoldenFiles.Shared(name) is { } path ? JsonNode.Parse(File.ReadAllBytes(path)) : null;
}
