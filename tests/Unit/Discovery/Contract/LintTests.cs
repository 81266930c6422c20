using System.Text;
using System.Text.Json.Nodes;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery.Contract;

public sealed class LintTests
{
    private const string Topic = "homeassistant/sensor/node/thing/config";
    private const string Sound =
        """{"name":"T","unique_id":"u","state_topic":"a","origin":{"name":"x"},"device":{"identifiers":"d","name":"D"}}""";

    public static TheoryData<string> Golden => GoldenDocumentTests.Names;

    [Theory]
    [MemberData(nameof(Golden))]
    public void Our_own_documents_are_sound(string name) =>
        Lint.Check(null, File.ReadAllBytes(GoldenFiles.Golden(name))).Should().BeEmpty();

    [Theory]
    [InlineData(Topic, Sound)]
    [InlineData("ha/sub/sensor/thing/config", Sound)]
    [InlineData(Topic, "")]
    [InlineData(Topic, """{"migrate_discovery":true}""")]
    [InlineData(Topic, """{"~":"base","name":"T","uniq_id":"u","stat_t":"~/state","avty":{"t":"~/up"},"qos":"1","en":"yes","o":{"name":"x"},"dev":{"ids":"d","name":"D","mf":12}}""")]
    [InlineData(Topic, """{"name":"T","unique_id":"u","state_topic":"a","device_class":"Temperature","unit_of_measurement":"K","origin":{"name":"x"},"expire_after":true,"message_expiry_interval":{"minutes":5}}""")]
    [InlineData("homeassistant/device_automation/x/config", """{"atype":"trigger","type":"t","stype":"s","t":"a","o":{"name":"x"},"dev":{"ids":["d"],"name":"D"}}""")]
    [InlineData("homeassistant/device/a/config", """{"dev":{"ids":"d","name":"D"},"o":{"name":"x"},"cmps":{"s":{"p":"sensor","uniq_id":"u","stat_t":"a","name":"S","o":1,"dev":"x"}}}""")]
    [InlineData("homeassistant/tag/x/config", """{"t":"a","o":{"name":1},"dev":{"ids":["d"],"name":"D"}}""")]
    public void What_Home_Assistant_takes_is_not_found_fault_with(string topic, string payload) =>
        Check(topic, payload).Should().BeEmpty();

    [Theory]
    [InlineData("homeassistant/sensor/a b/config", Sound, "ids in the topic")]
    [InlineData("homeassistant/lamp/a/config", Sound, "no topics of 'lamp'")]
    [InlineData("sensor/state", Sound, "none of discovery")]
    [InlineData(null, """{"name":"T"}""", "give the topic too")]
    [InlineData(Topic, "[]", "not a JSON object")]
    [InlineData(Topic, "{", "not JSON")]
    [InlineData(Topic, """{"name":"a","name":"b"}""", "twice")]
    [InlineData(Topic, """{"migr_discvry":true,"name":"x"}""", "alone")]
    [InlineData(Topic, """{"unique_id":"u","dev_cla":"temperature","unit_of_meas":"C","stat_t":"a"}""", "does not belong")]
    [InlineData(Topic, """{"unique_id":"u","stat_t":"a","dev":{"name":"D"}}""", "neither identifiers nor connections")]
    [InlineData(Topic, """{"unique_id":"u","stat_t":"a","dev":{"ids":"d","icon":"mdi:x"}}""", "key icon")]
    [InlineData(Topic, """{"unique_id":"u","stat_t":"~/#/a","~":"b"}""", "last level")]
    [InlineData("homeassistant/light/a/config", """{"schema":"JSON","cmd_t":"a","brightness":"maybe"}""", "brightness must be true")]
    [InlineData("homeassistant/device/a/config", """{"dev":{"ids":"d"},"o":{"name":"x"},"cmps":{},"~":"b"}""", "the key ~")]
    [InlineData("homeassistant/device/a/config", """{"dev":{"ids":"d"},"o":{"name":"x"},"cmps":{"s":{"p":"sensor"},"t":{"p":"x"}}}""", "t has no platform")]
    [InlineData(Topic, """{"uniq_id":"u","stat_t":"a","exp_aft":{"minutes":5}}""", "expire_after must be an integer")]
    [InlineData(Topic, """{"uniq_id":"u","stat_t":"a","msg_exp_int":{"weeks":5}}""", "message_expiry_interval must be")]
    [InlineData(Topic, """{"uniq_id":"u","stat_t":"a","msg_exp_int":"5"}""", "message_expiry_interval must be")]
    [InlineData(Topic, """{"uniq_id":"u","stat_t":"a","qos":{"a":1}}""", "qos must be 0, 1 or 2")]
    [InlineData("homeassistant/tag/x/config", """{"t":"a","o":{},"dev":{"ids":["d"],"name":"D"}}""", "origin lacks the key name")]
    [InlineData("homeassistant/device/a/config", """{"dev":{"ids":"d"},"o":{"name":"x"},"cmps":{},"avty":[{"t":"a","x":1}]}""", "the key x")]
    public void What_it_refuses_is_an_error(string? topic, string payload, string expected) => Check(topic, payload)
        .Should().Contain(static finding => finding.Severity == Severity.Error)
        .Which.Text.Should().Contain(expected);

    [Theory]
    [InlineData("""{"name":"T","stat_t":"a","o":{"name":"x"}}""", "no unique_id")]
    [InlineData("""{"name":"T","stat_t":"a","uniq_id":"u"}""", "no origin")]
    [InlineData("""{"name":"T","stat_t":"a","uniq_id":"u","o":{"name":"x"},"object_id":"t"}""", "object_id is unknown")]
    [InlineData("""{"name":"T","stat_t":"a","uniq_id":"","o":{"name":"x"}}""", "no unique_id")]
    [InlineData("""{"name":"T","stat_t":"a","uniq_id":"u","o":{"name":"x"},"dev":{"ids":"d"}}""", "the device has no name")]
    [InlineData("""{"name":"T","stat_t":"a","uniq_id":"u","o":{"name":"x"},"avty":[{"t":"a","x":1}]}""", "availability has the key x")]
    public void What_it_drops_or_misses_is_a_warning(string payload, string expected) =>
        Check(Topic, payload).Should().ContainSingle()
            .Which.Should().Match<Finding>(f => f.Severity == Severity.Warning && f.Text.Contains(expected));

    [Fact]
    public void The_abbreviations_are_complete()
    {
        if (GoldenFiles.Shared("abbreviations.json") is not { } path)
        {
            return;
        }

        var shared = JsonNode.Parse(File.ReadAllBytes(path))!;
        foreach (var (ours, name) in new[]
        {
            (Abbreviations.OfComponent, "components"),
            (Abbreviations.OfDevice, "device"),
            (Abbreviations.OfOrigin, "origin"),
        })
        {
            ours.Select(static pair => $"{pair.Key} {pair.Value}").Should().BeEquivalentTo(
                shared[name]!.AsObject().Where(static pair => pair.Key != pair.Value!.GetValue<string>())
                    .Select(static pair => $"{pair.Key} {pair.Value}"));
        }
    }

    private static System.Collections.Immutable.ImmutableArray<Finding> Check(string? topic, string payload) =>
        Lint.Check(topic, Encoding.UTF8.GetBytes(payload));
}
