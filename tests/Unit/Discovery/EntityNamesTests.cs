using System.Text.Json.Nodes;
using Bridge.Devices.Drivers;
using Bridge.Devices.Drivers.Serial.P1;
using Bridge.Devices.Model.Settings;
using Bridge.Discovery;
using Bridge.Host.Configuration;

namespace Bridge.Unit.Discovery;

public sealed class EntityNamesTests
{
    private static readonly DiscoveryContext InGerman = SampleDevices.Context with { Language = Language.German };

    [Fact]
    public void Every_name_that_is_ours_is_in_the_table()
    {
        var names = DriverCatalog.All.SelectMany(static driver => driver.Entities(SettingValues.Defaults))
            .Concat(ObisCatalog.Rows.Select(static row => row.Entity))
            .Concat(MBusKind.All.Select(static kind => kind.Reading))
            .Concat(Enum.GetValues<DerivedKind>().Where(static kind => kind != DerivedKind.Expression)
                .Select(static kind => new DerivedOptions("key", kind).Entity))
            .Select(static entity => entity.Name)
            .Concat(Names(BridgeDocument.Write(SampleDevices.Context, SampleDevices.Bridge)))
            .Concat(Names(DeviceDocument.Write(SampleDevices.Context, SampleDevices.Device("x", "X", new()))));

        names.OfType<string>().Where(static name => name.Length > 0 && !EntityNames.Has(name)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Dew point", "Taupunkt")]
    [InlineData("Voltage L3", "Spannung L3")]
    [InlineData("Voltage L1 to L2", "Spannung L1 zu L2")]
    [InlineData("Energy import tariff 2", "Energiebezug Tarif 2")]
    [InlineData("Gas meter 2 serial number", "Gaszähler 2 Seriennummer")]
    [InlineData("Water valve", "Wasser Ventil")]
    [InlineData("Temperature offset", "Temperatur Korrektur")]
    [InlineData("Energy import tariff 1 reading", "Energiebezug Tarif 1 Zählerstand")]
    [InlineData("My own word 7", "My own word 7")]
    [InlineData("My own word 7 offset", "My own word 7 Korrektur")]
    public void A_name_is_said_in_German(string english, string german)
    {
        EntityNames.In(Language.German, english).Should().Be(german);
        EntityNames.In(Language.English, english).Should().Be(english);
    }

    [Fact]
    public void Only_names_change_with_the_language()
    {
        var english = JsonNode.Parse(DeviceDocument.Write(SampleDevices.Context, SampleDevices.Meter).Payload!.Value.Span)!;
        var german = JsonNode.Parse(DeviceDocument.Write(InGerman, SampleDevices.Meter).Payload!.Value.Span)!;

        german["components"]!["voltage_l1"]!["name"]!.GetValue<string>().Should().Be("Spannung L1");
        german["components"]!["errors"]!["name"]!.GetValue<string>().Should().Be("Fehler in Folge");
        foreach (var document in new[] { english, german })
        {
            foreach (var component in document["components"]!.AsObject())
            {
                component.Value!.AsObject().Remove("name");
            }
        }

        JsonNode.DeepEquals(english, german).Should().BeTrue();
    }

    [Fact]
    public void A_name_of_the_users_is_left_alone()
    {
        var device = SampleDevices.Meter with
        {
            Overrides = SampleDevices.Meter.Overrides.Add("voltage_l1", new() { Name = new("Voltage L1") }),
        };

        Names(DeviceDocument.Write(InGerman, device)).Should().Contain("Voltage L1").And.NotContain("Spannung L1");
    }

    private static IEnumerable<string?> Names(DiscoveryMessage message) =>
        JsonNode.Parse(message.Payload!.Value.Span)!["components"]!.AsObject()
            .Select(static component => component.Value!["name"]?.GetValue<string>());
}
