using System.Text;
using System.Text.Json.Nodes;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery;

public sealed class ComponentMessageTests
{
    private static readonly Dictionary<string, DiscoveredDevice> Devices = new(StringComparer.Ordinal)
    {
        ["office"] = SampleDevices.Office,
        ["meter"] = SampleDevices.Meter,
        ["contacts"] = SampleDevices.Contacts,
        ["relays"] = SampleDevices.Relays,
        ["controls"] = SampleDevices.Controls,
        ["lights"] = SampleComposites.Lights,
        ["covers"] = SampleComposites.Covers,
        ["fans"] = SampleComposites.Fans,
        ["valves"] = SampleComposites.Valves,
        ["events"] = SampleComposites.Events,
        ["updates"] = SampleComposites.Updates,
    };

    public static TheoryData<string> Names => [.. Devices.Keys.Append("bridge")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Home_Assistant_takes_every_message_of_a_component(string name)
    {
        var messages = Components(name);

        messages.Findings.Should().BeEmpty();
        foreach (var message in messages.Messages)
        {
            Lint.Check($"homeassistant/{message.Platform}/{messages.ObjectId}/{message.Key}/config", message.Payload)
                .Should().BeEmpty(message.Key);
        }
    }

    // 1.3: shared options go from the root into each component unless it has its own; a platform drops what it does not know.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_says_what_the_component_says_in_the_document(string name)
    {
        var document = JsonNode.Parse(Document(name).Payload!.Value.Span)!.AsObject();
        var messages = Components(name).Messages;

        messages.Select(static message => message.Key)
            .Should().Equal(document["components"]!.AsObject().Select(static each => each.Key));
        foreach (var message in messages)
        {
            var expected = document["components"]![message.Key]!.AsObject();
            expected["platform"]!.GetValue<string>().Should().Be(message.Platform);
            expected.Remove("platform");
            var own = JsonNode.Parse(message.Payload.Span)!.AsObject();
            foreach (var (key, value) in document.Where(each => each.Key != "components" && own.ContainsKey(each.Key)))
            {
                expected.TryAdd(key, value!.DeepClone());
            }

            JsonNode.DeepEquals(own, expected).Should().BeTrue($"{own} says what {expected} says");
        }
    }

    [Fact]
    public void A_message_of_a_sensor_is_complete() =>
        Encoding.UTF8.GetString(Components("office").Messages[0].Payload.Span).Should().Be(
            """
            {"device":{"identifiers":["4f1a2b3c_office"],"name":"Office","manufacturer":"Bosch Sensortec","model":"BME280","suggested_area":"Office","via_device":"4f1a2b3c_bridge"},"origin":{"name":"Bridge","sw_version":"0.1.0","support_url":"https://example.org/bridge"},"unique_id":"4f1a2b3c_office-temperature","default_entity_id":"sensor.office_temperature","value_template":"{{ value_json['temperature'] | default(none) }}","device_class":"temperature","unit_of_measurement":"°C","state_class":"measurement","suggested_display_precision":1,"availability":[{"topic":"bridge/status","value_template":"{{ 'online' if value_json is mapping and value_json.status == 'online' else 'offline' }}"},{"topic":"bridge/office/availability"}],"availability_mode":"all","state_topic":"bridge/office/state","qos":1}
            """);

    [Fact]
    public void A_faulty_component_is_withheld_alone()
    {
        var messages = DeviceDocument.WriteComponents(
            SampleDevices.Context,
            SampleDevices.Office with { Entities = [.. SampleDevices.Office.Entities, new("bad") { DeviceClass = "warmth" }] });

        messages.Findings.Should().ContainSingle().Which.Component.Should().Be("bad");
        messages.Messages.Select(static message => message.Key).Should().Contain("temperature").And.NotContain("bad");
    }

    // 1.3: {"platform": "sensor"} alone under its key removes a component.
    [Fact]
    public void A_document_removes_by_the_platform_alone_and_a_key_that_changes_its_platform_is_only_removed()
    {
        var form = new DiscoveryForm
        {
            Removed = DiscoveryForm.Usual.Removed.Add("gone", "switch").Add("pressure", "number"),
        };

        var components = JsonNode.Parse(Document("office", form).Payload!.Value.Span)!["components"]!.AsObject();

        components["gone"]!.ToJsonString().Should().Be("""{"platform":"switch"}""");
        components["pressure"]!.ToJsonString().Should().Be("""{"platform":"number"}""");
        components["humidity"]!.AsObject().Count.Should().BeGreaterThan(5);
    }

    [Fact]
    public void What_the_user_does_not_want_is_not_told()
    {
        var form = new DiscoveryForm { Without = ["humidity", "errors"] };

        ToldComponents.Read(Document("office", form).Payload!.Value, withRemoved: true).Keys
            .Should().Equal("last_success", "pressure", "status", "temperature");
        DeviceDocument.WriteComponents(SampleDevices.Context, SampleDevices.Office, form).Messages
            .Should().HaveCount(4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Short_keys_are_the_same_message(string name)
    {
        var form = new DiscoveryForm { IsShort = true };
        var (shorter, full) = (Document(name, form), Document(name));

        shorter.Payload!.Value.Length.Should().BeLessThan(full.Payload!.Value.Length * 9 / 10);
        Lint.Check($"homeassistant/device/{shorter.ObjectId}/config", shorter.Payload.Value).Should().BeEmpty();
        var root = JsonNode.Parse(shorter.Payload.Value.Span)!.AsObject();
        Expansion.Expand(root);
        Expansion.ExpandComponents(root);
        JsonNode.DeepEquals(root, JsonNode.Parse(full.Payload.Value.Span)).Should().BeTrue();
        ToldComponents.Read(shorter.Payload.Value, withRemoved: false)
            .Should().Equal(ToldComponents.Read(full.Payload.Value, withRemoved: false));
    }

    [Fact]
    public void Short_keys_make_a_large_document_fit()
    {
        var office = SampleDevices.Office with
        {
            Entities = [.. Enumerable.Range(1, 670).Select(static number => new Entity($"value_{number}") { Name = $"Value {number}" })],
        };

        Size(DiscoveryForm.Usual).Should().StartWith("some brokers refuse more than 131072; home_assistant.abbreviations");
        Size(new() { IsShort = true }).Should().BeNull();

        string? Size(DiscoveryForm form) => DeviceDocument.Write(SampleDevices.Context, office, form).Findings
            .Select(static finding => finding.Text.Split(": ")[1]).SingleOrDefault();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("""{"migrate_discovery":true}""", "")]
    [InlineData("""{"components":7}""", "")]
    [InlineData("""{"components":{"a":7,"b":{},"c":{"platform":"sensor"},"d":{"p":"switch","name":null}}}""", "c sensor,d switch")]
    [InlineData("""{"cmps":{"a":{"platform":["sensor"]},"b":{"p":"number"}}}""", "b number")]
    public void Of_whatever_a_broker_keeps_the_components_are_read(string payload, string expected) =>
        string.Join(',', ToldComponents.Read(Encoding.UTF8.GetBytes(payload), withRemoved: true)
            .Select(static each => $"{each.Key} {each.Value}")).Should().Be(expected);

    [Fact]
    public void The_message_of_a_move_is_what_Home_Assistant_asks_for()
    {
        Migration.Payload.ToArray().Should().Equal("""{"migrate_discovery":true}"""u8.ToArray());
        Lint.Check("homeassistant/sensor/4f1a2b3c_office/temperature/config", Migration.Payload).Should().BeEmpty();
    }

    private static DiscoveryMessage Document(string name, DiscoveryForm? form = null) => name == "bridge"
        ? BridgeDocument.Write(SampleDevices.Context, SampleDevices.Bridge, form)
        : DeviceDocument.Write(SampleDevices.Context, Devices[name], form);

    private static ComponentMessages Components(string name) => name == "bridge"
        ? BridgeDocument.WriteComponents(SampleDevices.Context, SampleDevices.Bridge)
        : DeviceDocument.WriteComponents(SampleDevices.Context, Devices[name]);
}
