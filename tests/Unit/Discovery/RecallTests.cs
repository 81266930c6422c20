using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Discovery;
using Bridge.Discovery.Contract;

namespace Bridge.Unit.Discovery;

/// <summary>What tells once more of entities that are gone is taken by Home Assistant, whatever they are.</summary>
public sealed class RecallTests
{
    private const string Topic = "bridge/office/gone";

    public static TheoryData<string> EntityPlatforms() =>
    [
        .. Enum.GetValues<EntityKind>().Select(static kind => kind == EntityKind.BinarySensor
            ? "binary_sensor" : kind.ToString().ToLowerInvariant()),
    ];

    [Theory]
    [MemberData(nameof(EntityPlatforms))]
    public void Every_platform_is_told_with_what_it_cannot_do_without(string platform)
    {
        var gone = Gone(new AnnouncedEntity("thing", platform) { EntityId = $"{platform}.office_thing" });

        var document = Recall.Document(gone, "0.1.0", Topic)!.Value;
        var message = Recall.Message(gone, "0.1.0", Topic)!.Value;

        Lint.Check("homeassistant/device/4f1a2b3c_office/config", document).Should().BeEmpty();
        Lint.Check($"homeassistant/{platform}/4f1a2b3c_office/thing/config", message).Should().BeEmpty();
        using var json = JsonDocument.Parse(document);
        json.RootElement.GetProperty("components").GetProperty("thing").GetProperty("unique_id").GetString()
            .Should().Be("4f1a2b3c_office-thing", "by that Home Assistant finds it in its registry");
    }

    [Fact]
    public void A_trigger_is_in_no_registry()
    {
        var gone = Gone(new AnnouncedEntity("bell_press_end", "device_automation"));

        Recall.Document(gone, "0.1.0", Topic).Should().BeNull();
        Recall.Message(gone, "0.1.0", Topic).Should().BeNull();
    }

    private static AnnouncedDevice Gone(AnnouncedEntity entity) => new("4f1a2b3c_office", "Office", [entity]);
}
