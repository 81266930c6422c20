using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Discovery;

namespace Bridge.Unit.Discovery;

public sealed class GoldenDocumentTests
{
    public static TheoryData<string> Names =>
    [
        "office", "meter", "contacts", "relays", "controls", "bridge", "lights", "covers", "fans", "valves", "events",
        "updates",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_document_is_what_the_golden_file_says(string name)
    {
        var message = Write(name);
        var path = GoldenFiles.Golden(name);
        if (GoldenFiles.Update)
        {
            File.WriteAllText(path, GoldenFiles.Layout(message.Payload!.Value));
        }

        message.Findings.Should().BeEmpty();
        GoldenFiles.Layout(message.Payload!.Value).Should().Be(File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_description_gives_the_same_bytes(string name) =>
        Write(name).Payload!.Value.ToArray().Should().Equal(Write(name).Payload!.Value.ToArray());

    [Theory]
    [InlineData("office")]
    [InlineData("meter")]
    [InlineData("relays")]
    [InlineData("bridge")]
    public void A_document_has_the_content_of_the_shared_example(string name)
    {
        if (GoldenFiles.Shared("examples", $"{name}.json") is not { } path)
        {
            return;
        }

        var example = JsonNode.Parse(File.ReadAllBytes(path))!;
        var ours = JsonNode.Parse(Write(name).Payload!.Value.Span)!;
        ours["components"]!.AsObject().Remove("write_budget_used"); // younger than the examples
        using var expected = JsonDocument.Parse(example.ToJsonString());
        using var actual = JsonDocument.Parse(ours.ToJsonString());

        JsonElement.DeepEquals(expected.RootElement, actual.RootElement).Should().BeTrue();
        ours["components"]!.AsObject().Select(component => component.Key)
            .Should().Equal(example["components"]!.AsObject().Select(component => component.Key));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_shared_checker_finds_nothing_in_a_golden_file(string name)
    {
        if (GoldenFiles.Shared("check_payload.py") is not { } checker)
        {
            return;
        }

        var topic = $"homeassistant/device/{Write(name).ObjectId}/config";
        var said = await GoldenFiles.RunAsync("python3", checker, topic, GoldenFiles.Golden(name));

        // The checker gives each component the document's origin, which a trigger does not have.
        (said ?? "").Split('\n').Where(line => line.Length > 0 && !line.Contains("'origin' is not known to device_automation"))
            .Should().BeEmpty();
    }

    private static DiscoveryMessage Write(string name) => name switch
    {
        "office" => DeviceDocument.Write(SampleDevices.Context, SampleDevices.Office),
        "meter" => DeviceDocument.Write(SampleDevices.Context, SampleDevices.Meter),
        "relays" => DeviceDocument.Write(SampleDevices.Context, SampleDevices.Relays),
        "controls" => DeviceDocument.Write(SampleDevices.Context, SampleDevices.Controls),
        "contacts" => DeviceDocument.Write(SampleDevices.Context, SampleDevices.Contacts),
        "lights" => DeviceDocument.Write(SampleDevices.Context, SampleComposites.Lights),
        "covers" => DeviceDocument.Write(SampleDevices.Context, SampleComposites.Covers),
        "fans" => DeviceDocument.Write(SampleDevices.Context, SampleComposites.Fans),
        "valves" => DeviceDocument.Write(SampleDevices.Context, SampleComposites.Valves),
        "events" => DeviceDocument.Write(SampleDevices.Context, SampleComposites.Events),
        "updates" => DeviceDocument.Write(SampleDevices.Context, SampleComposites.Updates),
        _ => BridgeDocument.Write(SampleDevices.Context, SampleDevices.Bridge),
    };
}
