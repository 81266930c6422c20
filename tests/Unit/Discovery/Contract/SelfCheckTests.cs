using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery.Contract;

public sealed class SelfCheckTests
{
    private const string ObjectId = "4f1a2b3c_x";
    private const string Text = """
        {"device":{"identifiers":["4f1a2b3c_x"],"name":"X1"},"origin":{"name":"Bridge"},
         "state_topic":"b/x/state","qos":1,"components":{"a":{"platform":"sensor","unique_id":"4f1a2b3c_x-a"}}}
        """;

    [Fact]
    public void A_sound_document_has_no_findings() => Check(_ => { }).Should().BeEmpty();

    [Theory]
    [InlineData("", "bogus", "1", "key bogus")]
    [InlineData("", "~", "\"b\"", "key ~")]
    [InlineData("", "qos", "3", "qos must be 0, 1 or 2")]
    [InlineData("", "qos", "\"1\"", "qos must be")]
    [InlineData("", "state_topic", "\"\"", "empty topic")]
    [InlineData("", "state_topic", "\"b/x+\"", "whole level")]
    [InlineData("", "state_topic", "\"b/#/x\"", "last level")]
    [InlineData("", "state_topic", "\"b/\\u0007\"", "control character")]
    [InlineData("", "command_topic", "\"b/+/set\"", "wildcard")]
    [InlineData("", "encoding", "null", "must be a text")]
    [InlineData("", "message_expiry_interval", "-1", "integer from 0")]
    [InlineData("", "availability_mode", "\"some\"", "must be one of all, any, latest")]
    [InlineData("", "availability", "{}", "must be a list")]
    [InlineData("", "availability", "[{}]", "lacks the key topic")]
    [InlineData("", "availability", "[{\"topic\":\"b\",\"x\":1}]", "key x")]
    [InlineData("", "components", "[]", "must be an object")]
    [InlineData("", "device", "3", "must be an object")]
    [InlineData("", "device", "{\"name\":\"X\"}", "neither identifiers nor connections")]
    [InlineData("device", "identifiers", "[]", "neither identifiers nor connections")]
    [InlineData("device", "identifiers", "[1]", "list of texts")]
    [InlineData("device", "connections", "[[\"mac\"]]", "[type, value]")]
    [InlineData("device", "icon", "\"mdi:x\"", "key icon")]
    [InlineData("device", "manufacturer", "null", "manufacturer must be a text")]
    [InlineData("device", "configuration_url", "\"ftp://x\"", "http")]
    [InlineData("origin", "sw", "\"1\"", "key sw")]
    [InlineData("origin", "support_url", "\"bridge\"", "http")]
    [InlineData("components", "b", "1", "must be an object")]
    [InlineData("components", "b", "{\"platform\":\"lamp\",\"unique_id\":\"u\"}", "no platform")]
    [InlineData("components", "b", "{\"unique_id\":\"u\"}", "no platform")]
    [InlineData("components", "b", "{\"platform\":\"sensor\",\"name\":\"n\"}", "no unique_id")]
    public void What_costs_the_whole_document_is_an_error_of_the_document(
        string at, string key, string value, string expected)
    {
        var findings = Check(root => (at.Length == 0 ? root : root[at]!.AsObject())[key] = JsonNode.Parse(value));

        findings.Should().Contain(f => f.Severity == Severity.Error && f.Scope == FindingScope.Document)
            .Which.Text.Should().Contain(expected);
    }

    [Theory]
    [InlineData("device")]
    [InlineData("origin")]
    [InlineData("components")]
    public void A_document_without_a_required_key_is_refused(string key) => Check(root => root.Remove(key))
        .Should().Contain(f => f.Severity == Severity.Error && f.Text == $"lacks the key {key}");

    [Fact]
    public void An_origin_without_name_is_refused() => Check(root => root["origin"]!.AsObject().Remove("name"))
        .Should().ContainSingle().Which.Text.Should().Contain("lacks the key name");

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    public void What_is_no_JSON_object_is_refused(string payload, string expected) =>
        SelfCheck.Check(ObjectId, Encoding.UTF8.GetBytes(payload))
            .Should().ContainSingle().Which.Text.Should().Contain(expected);

    [Theory]
    [InlineData("4f1a2b3c_a b")]
    [InlineData("4f1a2b3c_ü")]
    [InlineData("x_office")]
    [InlineData("")]
    public void An_illegal_object_id_is_refused(string objectId) =>
        SelfCheck.Check(objectId, Encoding.UTF8.GetBytes(Text)).Should().ContainSingle()
            .Which.Should().Match<Finding>(f => f.Severity == Severity.Error && f.Text.Contains("object id"));

    [Theory]
    [InlineData("""{"device_class":"temperature","unit_of_measurement":"C"}""", "does not belong")]
    [InlineData("""{"device_class":"aqi","unit_of_measurement":"%"}""", "it has none")]
    [InlineData("""{"device_class":"date","unit_of_measurement":"d"}""", "cannot have the unit")]
    [InlineData("""{"device_class":""}""", "device_class must be one of")]
    [InlineData("""{"state_class":""}""", "state_class must be one of")]
    [InlineData("""{"state_class":"measurement_angle"}""", "needs the unit °")]
    [InlineData("""{"last_reset_value_template":"{{ 1 }}"}""", "needs the state class total")]
    [InlineData("""{"options":[]}""", "options is empty")]
    [InlineData("""{"options":["a"]}""", "need the device class enum")]
    [InlineData("""{"options":["a"],"device_class":"enum","state_class":"total"}""", "exclude a state class")]
    [InlineData("""{"options":["a"],"device_class":"enum","unit_of_measurement":"x"}""", "cannot have the unit")]
    [InlineData("""{"entity_category":"config"}""", "use diagnostic")]
    [InlineData("""{"entity_category":null}""", "entity_category must be one of")]
    [InlineData("""{"suggested_display_precision":-1}""", "integer from 0")]
    [InlineData("""{"suggested_display_precision":1.5}""", "integer from 0")]
    [InlineData("""{"enabled_by_default":"no"}""", "true or false")]
    [InlineData("""{"icon":"bell"}""", "prefix:name")]
    [InlineData("""{"entity_picture":"/local/x.png"}""", "http or https")]
    [InlineData("""{"value_template":null}""", "must be a text")]
    [InlineData("""{"name":"a\tb"}""", "control character")]
    [InlineData("""{"availability":[],"availability_topic":"b"}""", "exclude each other")]
    [InlineData("""{"availability":[{}]}""", "lacks the key topic")]
    [InlineData("""{"platform":"binary_sensor","entity_category":"config"}""", "use diagnostic")]
    [InlineData("""{"platform":"binary_sensor","device_class":"energy"}""", "device_class must be one of")]
    [InlineData("""{"platform":"button"}""", "lacks the key command_topic")]
    [InlineData("""{"platform":"button","command_topic":"b","device_class":"reboot"}""", "device_class must be one of")]
    [InlineData("""{"platform":"button","command_topic":"b/#"}""", "wildcard")]
    [InlineData("""{"platform":"select","command_topic":"b"}""", "lacks the key options")]
    [InlineData("""{"platform":"switch"}""", "lacks the key command_topic")]
    [InlineData("""{"platform":"switch","command_topic":"b","device_class":"relay"}""", "device_class must be one of")]
    [InlineData("""{"platform":"number","command_topic":"b","min":200}""", "min 200 is above its max 100")]
    [InlineData("""{"platform":"number","command_topic":"b","max":-1}""", "min 0 is above its max -1")]
    [InlineData("""{"platform":"number","command_topic":"b","step":0.0001}""", "step must be 0.001 or more")]
    [InlineData("""{"platform":"number","command_topic":"b","min":"0"}""", "min must be a number")]
    [InlineData("""{"platform":"number","command_topic":"b","device_class":"timestamp"}""", "device_class must be one of")]
    [InlineData("""{"platform":"text","command_topic":"b","max":300}""", "at most 255 characters")]
    [InlineData("""{"platform":"text","command_topic":"b","min":9,"max":8}""", "min 9 is above its max 8")]
    [InlineData("""{"platform":"text","command_topic":"b","pattern":"["}""", "regular expression")]
    [InlineData("""{"platform":"light"}""", "lacks the key command_topic")]
    [InlineData("""{"platform":"light","command_topic":"b","brightness_scale":0}""", "integer from 1")]
    [InlineData("""{"platform":"light","command_topic":"b","schema":"json","supported_color_modes":["onoff","rgb"]}""", "alone")]
    [InlineData("""{"platform":"light","command_topic":"b","schema":"template"}""", "lacks the key command_on_template")]
    [InlineData("""{"platform":"cover","set_position_topic":"b"}""", "set_position_topic needs position_topic")]
    [InlineData("""{"platform":"cover","position_template":"{{ 1 }}"}""", "position_template needs position_topic")]
    [InlineData("""{"platform":"cover","position_open":100.5}""", "must be an integer")]
    [InlineData("""{"platform":"cover","device_class":"roof"}""", "device_class must be one of")]
    [InlineData("""{"platform":"fan","command_topic":"b","speed_range_max":1}""", "from 1 or more to a higher one")]
    [InlineData("""{"platform":"fan","command_topic":"b","preset_modes":["eco"]}""", "need each other")]
    [InlineData("""{"platform":"valve","reports_position":true,"payload_open":"OPEN"}""", "cannot have payload_open")]
    [InlineData("""{"platform":"event"}""", "lacks the key event_types")]
    [InlineData("""{"platform":"event","event_types":["a"],"device_class":null}""", "device_class must be one of")]
    [InlineData("""{"platform":"update","device_class":"software"}""", "device_class must be one of")]
    [InlineData("""{"platform":"device_automation","automation_type":"action"}""", "automation_type must be one of trigger")]
    [InlineData("""{"platform":"climate","preset_modes":["none"],"preset_mode_command_topic":"b"}""", "cannot have none")]
    [InlineData("""{"platform":"humidifier","command_topic":"b"}""", "lacks the key target_humidity_command_topic")]
    [InlineData("""{"platform":"image"}""", "either image_topic or url_topic")]
    public void What_costs_one_entity_is_an_error_of_that_component(string keys, string expected) =>
        Check(root => Put(root, keys)).Should()
            .Contain(f => f.Severity == Severity.Error && f.Component == "a" && f.Text.Contains(expected));

    [Theory]
    [InlineData("""{"object_id":"x"}""", "unknown to sensor")]
    [InlineData("""{"payload_on":"x"}""", "unknown to sensor")]
    [InlineData("""{"unit_of_measurement":" "}""", "blank unit")]
    [InlineData("""{"unit_of_measurement":"\u00B5V","device_class":"voltage"}""", "would be rewritten")]
    [InlineData("""{"unit_of_measurement":"VAr"}""", "publish 'var'")]
    [InlineData("""{"unit_of_measurement":"atm","device_class":"pressure"}""", "newer than")]
    [InlineData("""{"device_class":"power"}""", "needs a unit")]
    [InlineData("""{"device_class":"energy","unit_of_measurement":"kWh","state_class":"measurement"}""", "total or")]
    [InlineData("""{"device_class":"timestamp","state_class":"total"}""", "it has none")]
    [InlineData("""{"default_entity_id":"x_a"}""", "must be sensor.name")]
    [InlineData("""{"default_entity_id":"switch.x_a"}""", "must be sensor.name")]
    [InlineData("""{"name":"x1 power"}""", "begins with the device's")]
    [InlineData("""{"platform":"button","command_topic":"b","device_class":"identify"}""", "category diagnostic")]
    [InlineData("""{"platform":"event","event_types":["press"],"device_class":"doorbell"}""", "2027.4")]
    [InlineData("""{"platform":"event","event_types":[]}""", "every event is ignored")]
    [InlineData("""{"platform":"update","command_topic":"b"}""", "cannot install")]
    [InlineData("""{"platform":"light","command_topic":"b","value_template":"{{ 1 }}"}""", "unknown to light")]
    public void What_Home_Assistant_drops_rewrites_or_logs_is_a_warning(string keys, string expected)
    {
        var finding = Check(root => Put(root, keys)).Should().ContainSingle().Subject;

        finding.Should().Match<Finding>(f => f.Severity == Severity.Warning && f.Component == "a");
        finding.Text.Should().Contain(expected);
    }

    [Theory]
    [InlineData("""{"device_class":"monetary","unit_of_measurement":"EUR"}""")]
    [InlineData("""{"device_class":"volume","unit_of_measurement":"fl. oz."}""")]
    [InlineData("""{"device_class":"current","unit_of_measurement":"\u03BCA"}""")]
    [InlineData("""{"device_class":"ph"}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"device_class":null,"state_class":null}""")]
    [InlineData("""{"platform":"button","command_topic":"b"}""")]
    [InlineData("""{"platform":"light","command_topic":"b"}""")]
    [InlineData("""{"platform":"cover","payload_stop":null}""")]
    [InlineData("""{"platform":"valve","reports_position":true,"payload_stop":"STOP"}""")]
    public void What_Home_Assistant_takes_is_not_found_fault_with(string keys) =>
        Check(root => Put(root, keys)).Should().BeEmpty();

    [Fact]
    public void A_trigger_has_no_identity_of_its_own() => Check(root => root["components"]!["a"] = JsonNode.Parse(
        """{"platform":"device_automation","automation_type":"trigger","type":"t","subtype":"s","topic":"b"}"""))
        .Should().BeEmpty();

    [Fact]
    public void A_removal_needs_nothing_but_its_platform() =>
        Check(root => root["components"]!["a"] = JsonNode.Parse("""{"platform":"sensor"}""")).Should().BeEmpty();

    [Fact]
    public void A_sensor_without_a_state_topic_anywhere_is_refused() =>
        Check(root => root.Remove("state_topic")).Should().ContainSingle()
            .Which.Text.Should().Be("lacks the key state_topic");

    [Fact]
    public void A_unique_id_cannot_be_used_twice_on_a_platform() =>
        Check(root => root["components"]!["b"] = root["components"]!["a"]!.DeepClone()).Should().ContainSingle()
            .Which.Should().Match<Finding>(f => f.Component == "b" && f.Text.Contains("unique_id"));

    [Theory]
    [InlineData("a b")]
    [InlineData("a-b")]
    [InlineData("")]
    public void A_component_key_must_have_the_form_of_an_entity_key(string key) =>
        Check(root =>
        {
            var component = root["components"]!["a"]!.DeepClone();
            root["components"] = new JsonObject { [key] = component };
        }).Should().ContainSingle().Which.Text.Should().Contain("the key must be");

    [Fact]
    public void A_component_key_cannot_stand_twice() =>
        SelfCheck.Check(ObjectId, Encoding.UTF8.GetBytes(Text.Replace(
            "\"components\":{", "\"components\":{\"a\":{\"platform\":\"button\"},", StringComparison.Ordinal)))
            .Should().ContainSingle().Which.Text.Should().Contain("twice");

    [Fact]
    public void Both_forms_of_availability_exclude_each_other() => Check(root =>
    {
        root["availability"] = new JsonArray();
        root["availability_topic"] = "b";
    }).Should().Contain(f => f.Scope == FindingScope.Document && f.Text.Contains("exclude each other"));

    [Fact]
    public void A_device_without_a_name_is_a_warning() => Check(root => root["device"]!.AsObject().Remove("name"))
        .Should().ContainSingle().Which.Severity.Should().Be(Severity.Warning);

    [Fact]
    public void A_document_of_more_than_128_KiB_is_a_warning() =>
        Check(root => root["device"]!["model"] = new string('m', 128 * 1024)).Should().ContainSingle()
            .Which.Should().Match<Finding>(f => f.Severity == Severity.Warning && f.Text.Contains("bytes"));

    private static ImmutableArray<Finding> Check(Action<JsonObject> change)
    {
        var root = JsonNode.Parse(Text)!.AsObject();
        change(root);
        return SelfCheck.Check(ObjectId, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    private static void Put(JsonObject root, string keys)
    {
        foreach (var (key, value) in JsonNode.Parse(keys)!.AsObject())
        {
            root["components"]!["a"]![key] = value?.DeepClone();
        }
    }
}
