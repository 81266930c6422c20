using System.Text.Json.Nodes;
using Bridge.TestSupport;
using Bridge.TestSupport.HomeAssistant;

namespace Bridge.Unit.HomeAssistant;

/// <summary>The stand-in must be as strict as Home Assistant, or what is tested against it proves nothing.</summary>
public sealed class StandInTests
{
    private const string Topic = "homeassistant/device/4f1a2b3c_office/config";

    private readonly Dictionary<string, string> _retained = new(StringComparer.Ordinal);
    private readonly StandIn _home;

    private readonly ManualTime _time = new();

    public StandInTests() => _home = new(_retained.GetValueOrDefault, time: _time);

    [Fact]
    public void What_a_document_announces_has_the_retained_state()
    {
        Publish("bridge/office/state", """{"temperature":21.50}""");
        Publish("bridge/office/availability", "online");
        Publish(Topic, Document(("temperature", Sensor("temperature"))));

        _home.States.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("sensor.office_temperature", "21.5"));
        _home.Devices.Should().Equal("4f1a2b3c_office");
        _home.Complaints.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{{ value_json['temperature'] | default(none) }}", """{"temperature":null}""", "unknown")]
    [InlineData("{{ value_json['temperature'] | default(none) }}", "{}", "unknown")]
    [InlineData("{{ value_json['items'] | default(none) }}", """{"items":"5"}""", "5")]
    [InlineData("{{ value_json['1_8_0'] | default(none) }}", """{"1_8_0":12345.678}""", "12345.678")]
    [InlineData("{{ value_json.items }}", """{"items":5}""", "<built-in method items of dict object>")]
    [InlineData("{% set v = value_json['relay'] | default(none) %}{{ 'None' if v is none else 'ON' if v else 'OFF' }}",
        """{"relay":false}""", "OFF")]
    [InlineData("{% set v = value_json['relay'] | default(none) %}{{ 'None' if v is none else 'ON' if v else 'OFF' }}",
        "{}", "unknown")]
    [InlineData("{{ 'online' if value_json is mapping and value_json.status == 'online' else 'offline' }}", "offline", "offline")]
    [InlineData("{{ 'online' if value_json is mapping and value_json.status == 'online' else 'offline' }}",
        """{"status":"online"}""", "online")]
    [InlineData("{{ 'a' if not (1 == 2.0 or value != 'x') and value is string else 'b' }}", "x", "a")]
    public void A_template_renders_as_in_Home_Assistant(string template, string payload, string state)
    {
        var component = Sensor("temperature");
        component["value_template"] = template;
        component.Remove("unit_of_measurement");
        Publish(Topic, Document(("temperature", component)));
        Publish("bridge/office/availability", "online");

        Publish("bridge/office/state", payload);

        _home.State("sensor.office_temperature").Should().Be(state);
    }

    [Theory]
    [InlineData("{{ value_json.status }}", "offline", "'status' of something undefined")]
    [InlineData("{{ value_json['a'] | default(none) }}", "offline", "'a' of something undefined")]
    public void A_template_that_fails_keeps_the_state_and_is_told(string template, string payload, string why)
    {
        var component = Sensor("temperature");
        component["value_template"] = template;
        Publish(Topic, Document(("temperature", component)));
        Publish("bridge/office/availability", "online");

        Publish("bridge/office/state", payload);

        _home.State("sensor.office_temperature").Should().Be("unknown");
        _home.Complaints.Should().ContainSingle().Which.Should().Contain(why);
    }

    [Theory]
    [InlineData("21,5")]
    [InlineData("unknown")]
    [InlineData("nan")]
    public void A_numeric_sensor_takes_numbers_only(string value)
    {
        Publish(Topic, Document(("temperature", Sensor("temperature"))));

        Publish("bridge/office/state", $$"""{"temperature":"{{value}}"}""");

        _home.Complaints.Should().ContainSingle().Which.Should().Contain($"'{value}' is no number");
    }

    [Fact]
    public void What_a_newer_document_leaves_out_stays_and_the_removal_form_takes_it_away()
    {
        Publish(Topic, Document(("temperature", Sensor("temperature")), ("humidity", Sensor("humidity"))));
        Publish(Topic, Document(("temperature", Sensor("temperature"))));
        _home.Registry.Should().HaveCount(2);

        Publish(Topic, Document(("temperature", Sensor("temperature")), ("humidity", new() { ["platform"] = "sensor" })));

        _home.Registry.Select(static entry => entry.EntityId).Should().Equal("sensor.office_temperature");
    }

    [Fact]
    public void An_empty_payload_takes_the_whole_device_away()
    {
        Publish(Topic, Document(("temperature", Sensor("temperature")), ("humidity", Sensor("humidity"))));

        Publish(Topic, string.Empty);

        _home.Registry.Should().BeEmpty();
        _home.Devices.Should().BeEmpty();
    }

    [Fact]
    public void Every_availability_topic_must_have_spoken()
    {
        Publish(Topic, Document(("temperature", Sensor("temperature"))));
        Publish("bridge/office/state", """{"temperature":20}""");
        _home.State("sensor.office_temperature").Should().Be("unavailable");

        Publish("bridge/office/availability", "online");
        _home.State("sensor.office_temperature").Should().Be("20");

        Publish("bridge/office/availability", "something");
        _home.State("sensor.office_temperature").Should().Be("20");
        Publish("bridge/office/availability", "offline");
        _home.State("sensor.office_temperature").Should().Be("unavailable");
    }

    [Fact]
    public void A_migration_keeps_the_history()
    {
        const string Single = "homeassistant/sensor/4f1a2b3c_office/temperature/config";
        var component = Sensor("temperature");
        component["device"] = new JsonObject { ["identifiers"] = new JsonArray("4f1a2b3c_office"), ["name"] = "Office" };
        Publish(Single, component.ToJsonString());
        var before = _home.Registry.Single();

        Publish(Topic, Document(("temperature", Sensor("temperature"))));
        _home.Complaints.Should().ContainSingle().Which.Should().Contain("conflicts");
        Publish(Single, """{"migrate_discovery":true}""");
        Publish(Topic, Document(("temperature", Sensor("temperature"))));
        Publish(Single, string.Empty);

        _home.Registry.Single().Should().Be(before);
        Publish(Topic, string.Empty);
        _home.Registry.Should().BeEmpty("it belongs to the document now");
    }

    [Fact]
    public void A_restart_forgets_states_and_keeps_the_registry()
    {
        Publish(Topic, Document(("temperature", Sensor("temperature"))));
        Publish("bridge/office/availability", "online");
        Publish("bridge/office/state", """{"temperature":20}""");
        var before = _home.Registry.Single();
        _retained.Remove("bridge/office/state");

        _home.Restart(_retained.Keys);

        _home.Registry.Should().Equal(before);
        _home.State("sensor.office_temperature").Should().Be("unknown");
    }

    [Theory]
    [InlineData("""{"~":"x","device":{"identifiers":["a"]},"origin":{"name":"b"},"components":{}}""", "the root key ~")]
    [InlineData("""{"device":{"identifiers":["a"],"icon":"x"},"origin":{"name":"b"},"components":{}}""", "unknown key icon")]
    [InlineData("""{"device":{"identifiers":["a"]},"origin":{},"components":{}}""", "origin has no name")]
    [InlineData("""{"device":{"name":"a"},"origin":{"name":"b"},"components":{}}""", "no identifiers")]
    [InlineData("""{"device":{"identifiers":["a"]},"origin":{"name":"b"},"components":{"c":{"platform":"sensor","name":"d"}}}""",
        "c has no unique_id")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "no JSON")]
    public void A_document_that_Home_Assistant_would_refuse_does_nothing(string payload, string why)
    {
        Publish(Topic, payload);

        _home.Registry.Should().BeEmpty();
        _home.Complaints.Should().ContainSingle().Which.Should().Contain(why);
    }

    [Fact]
    public void A_unique_id_that_is_taken_is_refused()
    {
        Publish(Topic, Document(("temperature", Sensor("temperature")), ("again", Sensor("temperature"))));

        _home.Registry.Should().ContainSingle();
        _home.Complaints.Should().ContainSingle().Which.Should().Contain("has the unique id");
    }

    [Fact]
    public void What_is_disabled_by_default_is_in_the_registry_until_the_user_wants_it()
    {
        var component = Sensor("temperature");
        component["enabled_by_default"] = false;
        Publish(Topic, Document(("temperature", component)));
        Publish("bridge/office/availability", "online");
        _home.State("sensor.office_temperature").Should().Be("disabled");

        _home.Enable();

        _home.State("sensor.office_temperature").Should().Be("unknown");
    }

    [Fact]
    public void A_device_that_the_user_deletes_is_gone_with_its_topics()
    {
        Publish(Topic, Document(("temperature", Sensor("temperature"))));

        _home.Delete("4f1a2b3c_office").Should().Equal(Topic);

        _home.Registry.Should().BeEmpty();
        Publish(Topic, Document(("temperature", Sensor("temperature"))));
        _home.Registry.Should().ContainSingle().Which.Number.Should().Be(2, "its history is gone");
    }

    [Fact]
    public void A_state_that_expires_counts_from_its_last_message_also_over_a_restart()
    {
        const string Own = "bridge/office/temperature/state";
        var component = Sensor("temperature");
        (component["expire_after"], component["state_topic"]) = (60, Own);
        Publish(Topic, Document(("temperature", component)));
        Publish("bridge/office/availability", "online");
        _home.State("sensor.office_temperature").Should().Be("unavailable", "nothing was heard yet");

        _home.Receive(Own, """{"temperature":20}""");
        _time.Advance(TimeSpan.FromSeconds(40));
        Publish("bridge/office/availability", "online");
        _home.Restart(_retained.Keys);
        _home.State("sensor.office_temperature").Should().Be("20", "it is restored for the rest of its time");
        _time.Advance(TimeSpan.FromSeconds(20));
        _home.State("sensor.office_temperature").Should().Be("unavailable");
        _home.Receive(Own, """{"temperature":20}""");
        _home.State("sensor.office_temperature").Should().Be("20");
    }

    private static JsonObject Sensor(string key) => new()
    {
        ["platform"] = "sensor",
        ["unique_id"] = $"4f1a2b3c_office-{key}",
        ["default_entity_id"] = $"sensor.office_{key}",
        ["unit_of_measurement"] = "°C",
        ["value_template"] = $"{{{{ value_json['{key}'] | default(none) }}}}",
    };

    private static string Document(params (string Key, JsonObject Component)[] components) => new JsonObject
    {
        ["device"] = new JsonObject { ["identifiers"] = new JsonArray("4f1a2b3c_office"), ["name"] = "Office" },
        ["origin"] = new JsonObject { ["name"] = "Bridge" },
        ["availability"] = new JsonArray(new JsonObject { ["topic"] = "bridge/office/availability" }),
        ["availability_mode"] = "all",
        ["state_topic"] = "bridge/office/state",
        ["components"] = new JsonObject(components.Select(static each =>
            KeyValuePair.Create(each.Key, (JsonNode?)each.Component.DeepClone()))),
    }.ToJsonString();

    private void Publish(string topic, string payload)
    {
        if (payload.Length == 0)
        {
            _retained.Remove(topic);
        }
        else
        {
            _retained[topic] = payload;
        }

        _home.Receive(topic, payload);
    }
}
