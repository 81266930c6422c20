using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery;

/// <summary>A message of every platform in the form of one message a component.</summary>
public sealed class GoldenComponentTests
{
    private static readonly ImmutableArray<DiscoveredDevice> Samples =
    [
        SampleDevices.Office, SampleDevices.Contacts, SampleDevices.Relays, SampleDevices.Controls, SampleComposites.Lights,
        SampleComposites.Covers, SampleComposites.Fans, SampleComposites.Valves, SampleComposites.Events, SampleComposites.Updates,
    ];

    /// <summary>The first message of each platform, by its topic.</summary>
    private static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Messages { get; } = Samples
        .Select(static device => DeviceDocument.WriteComponents(SampleDevices.Context, device))
        .SelectMany(static all => all.Messages.Select(each => (all.ObjectId, Message: each)))
        .DistinctBy(static each => each.Message.Platform, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(
            static each => $"homeassistant/{each.Message.Platform}/{each.ObjectId}/{each.Message.Key}/config",
            static each => each.Message.Payload,
            StringComparer.Ordinal);

    [Fact]
    public void No_platform_is_missing() => Messages.Keys.Select(static topic => topic.Split('/')[1]).Should().BeEquivalentTo(
        Enum.GetValues<EntityKind>().Select(DeviceClasses.PlatformOf).Append("device_automation"));

    [Fact]
    public void Each_message_is_what_the_golden_file_says()
    {
        var all = new JsonObject(Messages.Select(static each => KeyValuePair.Create(each.Key, JsonNode.Parse(each.Value.Span))));
        var text = GoldenFiles.Layout(Encoding.UTF8.GetBytes(all.ToJsonString()));
        if (GoldenFiles.Update)
        {
            File.WriteAllText(GoldenFiles.Golden("components"), text);
        }

        text.Should().Be(File.ReadAllText(GoldenFiles.Golden("components")));
    }

    [Fact]
    public void The_embedded_contract_finds_nothing_in_one() => Messages
        .SelectMany(static each => Lint.Check(each.Key, each.Value)).Should().BeEmpty();

    [Fact]
    public async Task The_shared_checker_finds_nothing_in_one()
    {
        if (GoldenFiles.Shared("check_payload.py") is not { } checker)
        {
            return;
        }

        foreach (var (topic, payload) in Messages)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllBytesAsync(file, payload.ToArray());
            var said = await GoldenFiles.RunAsync("python3", checker, topic, file) ?? "";

            // Of a trigger, Home Assistant reads the origin only for its log.
            said.Split('\n').Where(static line => line.Length > 0
                && !line.Contains("'origin' is not known to device_automation")).Should().BeEmpty(topic);
            File.Delete(file);
        }
    }
}
