using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery;

public sealed class EntityOverrideTests
{
    /// <summary>Each override, the key of Home Assistant's that it is seen in, and what it is there; null for no such key.</summary>
    public static TheoryData<string, string, string?> Overrides => new()
    {
        { "name", "name", "\"Own\"" },
        { "icon", "icon", "\"mdi:own\"" },
        { "no icon", "icon", null },
        { "no device class", "device_class", null },
        { "no unit", "unit_of_measurement", null },
        { "disabled", "enabled_by_default", "false" },
        { "enabled", "enabled_by_default", null },
        { "diagnostic", "entity_category", "\"diagnostic\"" },
        { "no category", "entity_category", null },
        { "entity id", "default_entity_id", "\"{0}.own\"" },
    };

    [Theory]
    [MemberData(nameof(Overrides))]
    public void Every_override_is_seen_in_every_entity_of_the_catalogue_and_in_its_key_alone(
        string name, string key, string? expected)
    {
        foreach (var (driver, entity) in Catalogue())
        {
            var platform = DeviceClasses.PlatformOf(entity.Kind);
            var plain = Component(entity, new());
            var own = Component(entity, Override(name, platform));
            if (own is null)
            {
                // Home Assistant would refuse it: options need their class.
                entity.DeviceClass.Should().Be("enum", "{0} {1}", driver, entity.Key);
                continue;
            }

            if (key == "device_class" && DeviceClasses.AreNames(entity.Kind, entity.DeviceClass) && entity.Name is null)
            {
                // Nobody else names it now.
                own["name"]!.GetValue<string>().Should().BeEquivalentTo(entity.Key.Replace('_', ' '));
                own.Remove("name");
            }

            own[key]?.ToJsonString().Should().Be(expected is null ? null : string.Format(expected, platform));
            own.Remove(key);
            plain!.Remove(key);
            JsonNode.DeepEquals(own, plain).Should().BeTrue("{0} {1}: {2}", driver, entity.Key, name);
        }
    }

    [Fact]
    public void Device_class_and_unit_go_together()
    {
        var temperature = new Entity("t") { DeviceClass = "temperature", Unit = "°C" };

        Component(temperature, new() { Unit = new("bar") }).Should().BeNull();
        Component(temperature, new() { Unit = new("bar"), DeviceClass = new("pressure") })!["device_class"]!
            .GetValue<string>().Should().Be("pressure");
    }

    [Fact]
    public void A_state_class_that_its_new_device_class_cannot_have_goes_with_the_old_one()
    {
        var pulses = new Entity("pulses") { Unit = "W", DeviceClass = "power", StateClass = StateClass.Measurement };

        Component(pulses, new() { Unit = new("kWh"), DeviceClass = new("energy") })!.ContainsKey("state_class").Should().BeFalse();
        Component(pulses, new() { Unit = new("kW") })!["state_class"]!.GetValue<string>().Should().Be("measurement");
        Component(pulses, new() { Unit = new(null), DeviceClass = new("timestamp") }).Should().BeNull();
    }

    [Fact]
    public void A_sensor_that_expires_has_a_topic_of_its_own_and_others_do_not_expire()
    {
        var own = new EntityOverride { ExpireAfter = TimeSpan.FromSeconds(299.5) };
        foreach (var (driver, entity) in Catalogue())
        {
            if (entity.Kind is not (EntityKind.Sensor or EntityKind.BinarySensor))
            {
                JsonNode.DeepEquals(Component(entity, own), Component(entity, new())).Should().BeTrue("{0} {1}", driver, entity.Key);
                continue;
            }

            var component = Component(entity, own)!;
            component["expire_after"]!.ToJsonString().Should().Be("300");
            component["state_topic"]!.GetValue<string>().Should().Be($"bridge/bench/{entity.Key}/state");
            component["value_template"]!.ToJsonString().Should().Be(Component(entity, new())!["value_template"]!.ToJsonString());
        }
    }

    [Fact]
    public void Without_a_name_an_entity_is_named_by_its_class_or_is_the_main_one()
    {
        var none = new EntityOverride { Name = new(null) };

        Component(new("t") { Name = "T", DeviceClass = "temperature", Unit = "K" }, none)!.ContainsKey("name").Should().BeFalse();
        IsMain(Component(new("text") { Name = "T" }, none)!).Should().BeTrue();
        IsMain(Component(new("mode") { Name = "M", DeviceClass = "enum", Options = ["a"] }, none)!).Should().BeTrue();
        IsMain(Component(new("door") { Kind = EntityKind.Cover, Name = "Door", DeviceClass = "garage" }, none)!).Should().BeTrue();
    }

    private static bool IsMain(JsonObject component) => component.ContainsKey("name") && component["name"] is null;

    private static IEnumerable<(string Driver, Entity Entity)> Catalogue() => DriverCatalog.All
        .SelectMany(static driver => driver.Entities(SettingValues.Defaults).Select(entity => (driver.Name, entity)))
        .Concat(ObisCatalog.Rows.Select(static row => ("dsmr", row.Entity)))
        .Concat(new[] { SampleComposites.Lights, SampleComposites.Covers, SampleComposites.Events, SampleComposites.Updates }
            .SelectMany(static device => device.Entities.Where(each => each.Aspect is null).Select(each => (device.Name, each))));

    private static EntityOverride Override(string name, string platform) => name switch
    {
        "name" => new() { Name = new("Own") },
        "icon" => new() { Icon = new("mdi:own") },
        "no icon" => new() { Icon = new(null) },
        "no device class" => new() { DeviceClass = new(null) },
        "no unit" => new() { Unit = new(null) },
        "disabled" => new() { EnabledByDefault = false },
        "enabled" => new() { EnabledByDefault = true },
        "diagnostic" => new() { Category = EntityCategory.Diagnostic },
        "no category" => new() { Category = EntityCategory.None },
        _ => new() { DefaultEntityId = $"{platform}.own" },
    };

    private static JsonObject? Component(Entity entity, EntityOverride own)
    {
        var device = SampleDevices.Device("bench", "Bench", new(), entity) with
        {
            Overrides = ImmutableDictionary<string, EntityOverride>.Empty.Add(entity.Key, own),
        };
        var message = DeviceDocument.Write(SampleDevices.Context, device);
        SelfCheck.Check(message.ObjectId, message.Payload!.Value)
            .Should().NotContain(static finding => finding.Severity == Severity.Error);
        return JsonNode.Parse(message.Payload!.Value.Span)!["components"]![entity.Key]?.AsObject();
    }
}
