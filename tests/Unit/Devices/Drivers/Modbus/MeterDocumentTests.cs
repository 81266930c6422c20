using Bridge.Devices.Drivers;
using Bridge.Devices.Model.Settings;
using Bridge.Devices.Profiles;
using Bridge.Discovery;
using Bridge.Unit.Discovery;

namespace Bridge.Unit.Devices.Drivers.Modbus;

/// <summary>What the meters that come as data become in Home Assistant.</summary>
public sealed class MeterDocumentTests
{
    public static TheoryData<string> Names() => [.. EmbeddedProfiles.All.Select(static profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Home_Assistant_takes_the_document_as_it_is(string name)
    {
        var driver = DriverCatalog.Find(name)!;
        var message = DeviceDocument.Write(SampleDevices.Context, new DiscoveredDevice
        {
            IdentityId = "meter",
            Name = "Meter",
            Info = driver.Info,
            Entities = driver.Entities(SettingValues.Defaults),
            Topics = new(
                "bridge/meter/state",
                "bridge/meter/availability",
                "bridge/meter/diagnostics",
                static key => key,
                static key => key,
                static key => key),
        });

        message.Findings.Should().BeEmpty();
        if (GoldenFiles.Shared("check_payload.py") is { } checker)
        {
            var file = Path.GetTempFileName();
            await File.WriteAllBytesAsync(file, message.Payload!.Value.ToArray());
            var topic = $"homeassistant/device/{message.ObjectId}/config";

            (await GoldenFiles.RunAsync("python3", checker, topic, file) ?? "").Should().BeEmpty();
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_quantity_is_there_once_and_says_where_it_is_from(string name)
    {
        var profile = EmbeddedProfiles.All.Single(each => each.Name == name);

        profile.Registers.Select(static each => each.Entity.Key).Should().OnlyHaveUniqueItems();
        profile.Registers.Select(static each => (each.Table, each.Address)).Should().OnlyHaveUniqueItems();
        profile.Source.Should().NotBeEmpty();
    }
}
