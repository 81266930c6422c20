using System.Text;
using System.Text.Json.Nodes;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery;

public sealed class DeviceDocumentTests
{
    private static readonly Entity Voltage = new("voltage")
    {
        Name = "Supply voltage",
        DeviceClass = "voltage",
        Unit = "V",
        StateClass = StateClass.Measurement,
    };

    public static TheoryData<Entity, string> Faulty => new()
    {
        { new("bad") { DeviceClass = "temperature", Unit = "C" }, "use one of K, °C, °F" },
        { new("bad") { DeviceClass = "enum" }, "the list of options is empty" },
        { new("bad") { Name = "Line\nbreak" }, "control character in its name" },
        { new("bad") { DeviceClass = "warmth" }, "device_class must be one of" },
        { new("bad") { Icon = "bell" }, "prefix:name" },
        { new("bad") { DeviceClass = "timestamp", Unit = "s" }, "cannot have the unit 's'" },
        { new("bad") { DeviceClass = "timestamp", StateClass = StateClass.Measurement }, "its values are numbers" },
        { new("bad") { DeviceClass = "date", DisplayPrecision = 1 }, "its values are numbers" },
        { new("bad-key"), "the key must be" },
        { new(new string('k', 64)), "the key must be" },
        { new("status"), "reserved or already used" },
        { Voltage with { Name = "Other" }, "reserved or already used" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_faulty_entity_is_withheld_alone_and_named(Entity faulty, string rule)
    {
        var message = Write("Bench", Voltage, faulty);

        var finding = message.Findings.Should().ContainSingle(f => f.Severity == Severity.Error).Subject;
        finding.Component.Should().Be(faulty.Key);
        finding.ToString().Should().Contain("4f1a2b3c_bench").And.Contain(faulty.Key).And.Contain(rule);
        Components(message).Select(component => component.Key)
            .Should().Equal("voltage", "status", "last_success", "errors");
        SelfCheck.Check(message.ObjectId, message.Payload!.Value).Should().BeEmpty();
    }

    [Fact]
    public void A_second_value_is_a_part_of_its_entity_and_withheld_without_it()
    {
        var lamp = new Entity("lamp") { Kind = EntityKind.Light, Name = "Lamp" }.WithBrightness();

        Components(Write("Bench", [.. lamp])).ContainsKey("lamp_brightness").Should().BeFalse();
        var alone = Write("Bench", Voltage, lamp[1]);
        alone.Findings.Should().ContainSingle().Which.ToString().Should()
            .Be("4f1a2b3c_bench, entity lamp_brightness: there is no entity 'lamp' that could have a brightness");
        Write("Bench", new Entity("lamp") { Kind = EntityKind.Switch, Name = "Lamp" }, lamp[1]).Findings.Should().ContainSingle();
    }

    [Fact]
    public void A_trigger_gives_way_to_an_entity_of_its_key()
    {
        var button = new Entity("button")
        {
            Kind = EntityKind.Event,
            Name = "Button",
            Options = ["press", "long press"],
            Abilities = Abilities.Trigger,
        };
        var sensor = new Entity("button_press") { Name = "Presses" };
        foreach (var message in new[] { Write("Bench", sensor, button), Write("Bench", button, sensor) })
        {
            Components(message)["button_press"]!["platform"]!.GetValue<string>().Should().Be("sensor");
            message.Findings.Select(static finding => finding.Component).Should().Equal("button_press");
        }
    }

    [Fact]
    public void A_trigger_of_any_type_has_a_key()
    {
        var reader = new Entity("reader")
        {
            Kind = EntityKind.Event,
            Name = "Reader",
            Options = ["Long press", "Tür"],
            Abilities = Abilities.Trigger,
        };
        var message = Write("Bench", reader);

        message.Findings.Should().BeEmpty();
        Components(message)["reader_long_press"]!["payload"]!.GetValue<string>().Should().Be("Long press");
        Components(message)["reader_t_r"]!["type"]!.GetValue<string>().Should().Be("Tür");
    }

    [Fact]
    public void A_name_that_Home_Assistant_would_not_find_is_made_from_the_key()
    {
        Name(new("outlet_left") { Kind = EntityKind.Switch, DeviceClass = "outlet" }).Should().Be("Outlet left");
        Name(new("enum") { DeviceClass = "enum", Options = ["a"] }).Should().Be("Enum");
        Name(new("pressure")).Should().Be("Pressure");
        Components(Write("Bench", new Entity("power") { Kind = EntityKind.BinarySensor, DeviceClass = "power" }))["power"]!
            .AsObject().ContainsKey("name").Should().BeFalse();

        static string? Name(Entity entity) => Components(Write("Bench", entity))[entity.Key]!["name"]?.GetValue<string>();
    }

    [Theory]
    [InlineData("\u00B5V", "voltage", "\u03BCV")]
    [InlineData("\u00B5A", "current", "\u03BCA")]
    [InlineData("kVAr", "reactive_power", "kvar")]
    [InlineData(" ", null, null)]
    public void A_unit_is_published_as_Home_Assistant_spells_it(string given, string? deviceClass, string? published)
    {
        var message = Write("Bench", Voltage with { Unit = given, DeviceClass = deviceClass });

        message.Findings.Should().BeEmpty();
        Components(message)["voltage"]!["unit_of_measurement"]?.GetValue<string>().Should().Be(published);
    }

    [Theory]
    [InlineData("Supply", "Voltage")]
    [InlineData("supply voltage", null)]
    public void The_device_name_is_not_repeated_in_the_name_of_an_entity(string device, string? shown)
    {
        var message = Write(device, Voltage with { Name = "Supply " + (shown ?? "Voltage") });

        message.Findings.Should().BeEmpty();
        var voltage = Components(message)["voltage"]!.AsObject();
        voltage.ContainsKey("name").Should().BeTrue();
        voltage["name"]?.GetValue<string>().Should().Be(shown);
    }

    [Fact]
    public void A_name_that_only_begins_with_the_letters_of_the_device_name_is_kept_with_a_warning()
    {
        var message = Write("Sup", Voltage);

        message.Findings.Should().ContainSingle().Which.Text.Should().Contain("'Sup'");
        Components(message)["voltage"]!["name"]!.GetValue<string>().Should().Be("Supply voltage");
    }

    [Fact]
    public void A_document_that_would_be_refused_as_a_whole_is_not_written()
    {
        var tooLong = SampleDevices.Device(new string('d', 64), "Bench", new(), Voltage);
        var wildcard = SampleDevices.Office with { Topics = new("bridge/+x/state", "a", "d", static key => key, static key => key, static key => key) };

        DeviceDocument.Write(SampleDevices.Context, tooLong).Payload.Should().BeNull();
        DeviceDocument.Write(SampleDevices.Context, wildcard).Payload.Should().BeNull();
    }

    [Fact]
    public void Identity_does_not_change_with_name_area_or_topics()
    {
        var renamed = SampleDevices.Office with { Name = "Study", Area = "Attic", Topics = new("s", "a", "d", static key => key, static key => key, static key => key) };

        Identities(renamed).Should().Equal(Identities(SampleDevices.Office));
    }

    [Fact]
    public void Control_characters_from_the_wire_are_left_out_of_the_device_block()
    {
        var device = SampleDevices.Device("bench", "Bench", new() { SerialNumber = "\0\u0001E1\r", Model = "\u0007" });

        var root = JsonNode.Parse(DeviceDocument.Write(SampleDevices.Context, device).Payload!.Value.Span)!;

        root["device"]!["serial_number"]!.GetValue<string>().Should().Be("E1");
        root["device"]!.AsObject().ContainsKey("model").Should().BeFalse();
    }

    [Fact]
    public void A_name_with_half_a_surrogate_pair_does_no_harm()
    {
        var message = Write("Bench", Voltage with { Name = "Supply \uD83D" });

        message.Findings.Should().BeEmpty();
        Components(message)["voltage"]!["name"]!.GetValue<string>().Should().Be("Supply \uFFFD");
    }

    [Fact]
    public void What_is_unknown_is_not_written_at_all()
    {
        var context = SampleDevices.Context with { SupportUrl = null };
        var message = DeviceDocument.Write(context, SampleDevices.Device("bench", "Bench", new()));

        Encoding.UTF8.GetString(message.Payload!.Value.Span).Should().NotContain("null").And.NotContain("support_url");
    }

    [Fact]
    public void Units_are_written_as_themselves_not_as_escapes()
    {
        var message = Write("Bench", new Entity("gas") { DeviceClass = "gas", Unit = "m³" });

        Encoding.UTF8.GetString(message.Payload!.Value.Span).Should().Contain("\"m³\"");
    }

    private static IEnumerable<string> Identities(DiscoveredDevice device)
    {
        var root = JsonNode.Parse(DeviceDocument.Write(SampleDevices.Context, device).Payload!.Value.Span)!;
        return root["components"]!.AsObject()
            .SelectMany(component => new[] { component.Value!["unique_id"]!, component.Value!["default_entity_id"]! })
            .Prepend(root["device"]!["identifiers"]![0]!)
            .Select(id => id.GetValue<string>());
    }

    private static DiscoveryMessage Write(string name, params Entity[] entities) =>
        DeviceDocument.Write(SampleDevices.Context, SampleDevices.Device("bench", name, new(), entities));

    private static JsonObject Components(DiscoveryMessage message) =>
        JsonNode.Parse(message.Payload!.Value.Span)!["components"]!.AsObject();
}
