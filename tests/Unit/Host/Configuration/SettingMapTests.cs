using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Host.Configuration;
using Bridge.Host.Configuration.Loading;

namespace Bridge.Unit.Host.Configuration;

/// <summary>Settings that are maps, read with the driver that has one.</summary>
public sealed class SettingMapTests : ConfigurationFixture
{
    private const string Device = "devices:\n  cellar:\n    driver: lines\n    port: /dev/ttyUSB0\n    ";

    [Fact]
    public void Entries_come_in_their_order_and_sources_lie_over_each_other()
    {
        Yaml(Device + "values:\n      temperature: { field: T, unit: °C }\n      humidity: { field: RH }\n");
        Variable("BRIDGE_DEVICES__CELLAR__VALUES__HUMIDITY__UNIT", "%");
        Variable("BRIDGE_DEVICES__CELLAR__VALUES__RELAY__KIND", "binary_sensor");

        var loaded = LoadAll();

        loaded.Faults.Should().BeEmpty();
        var device = loaded.Options!.Devices.Single();
        device.Driver.Entities(device.Settings).Select(static each => (each.Key, each.Unit, each.Kind)).Should().Equal(
            ("temperature", "°C", EntityKind.Sensor), ("humidity", "%", EntityKind.Sensor),
            ("relay", null, EntityKind.BinarySensor));
        device.Line.ToString().Should().Be("9600 8N1");
    }

    [Theory]
    [InlineData("values: { temperature: { unti: °C } }",
        "devices.cellar.values.temperature.unti|no key has this name; did you mean devices.cellar.values.temperature.unit?")]
    [InlineData("values: { temperature: { kind: sensr } }", "devices.cellar.values.temperature.kind|'sensr' does not fit; "
        + "expected one of sensor, binary_sensor, event, switch, number, select, button, text, light, cover, fan, "
        + "valve; did you mean sensor?")]
    [InlineData("values: { Temp-1: { field: T } }", "devices.cellar.values.Temp-1|not a name for an entry; expected a key "
        + "of a to z, 0 to 9 and _, at most 63 characters, that begins with a letter or digit")]
    [InlineData("values: { relay: { kind: switch } }", "devices.cellar.values|relay can be set and needs a command")]
    [InlineData("values: { lamp: { kind: lihgt } }", "devices.cellar.values.lamp.kind|'lihgt' does "
        + "not fit; expected one of sensor, binary_sensor, event, switch, number, select, button, text, light, "
        + "cover, fan, valve; did you mean light?")]
    [InlineData("values: { lamp: { brightness_off: x } }",
        "devices.cellar.values.lamp.brightness_off|no key has this name; did you mean devices.cellar.values.lamp.brightness_of?")]
    [InlineData("values: { bright: { brightness_of: lamp, command: 'B{{value}}' } }",
        "devices.cellar.values|bright is the brightness of lamp, which is no light")]
    [InlineData("{ format: regex, pattern: '(?<t>[0-9' }", "devices.cellar.pattern|not a regular expression: "
        + "UnterminatedBracket at character 9")]
    public void What_cannot_be_is_told_with_its_line(string line, string expected)
    {
        Yaml(line[0] == '{'
            ? "devices:\n  cellar:\n    driver: lines\n    port: /dev/ttyUSB0\n    " + line.Trim('{', '}', ' ').Replace(
                ", ", "\n    ", StringComparison.Ordinal)
            : Device + line);

        var fault = LoadAll().Faults.Should().ContainSingle().Which;

        $"{fault.Path.Replace(':', '.')}|{fault.Message}".Should().Be(expected);
        fault.Origin.Should().Be(line[0] == '{' ? "bridge.yaml:6" : "bridge.yaml:5");
    }

    [Fact]
    public void A_list_is_no_map()
    {
        Yaml(Device + "values: [temperature]");

        LoadAll().Faults.Select(Line).Should().Contain(
            "bridge.yaml:5|devices.cellar.values|expected a mapping of entity keys, not a list");
    }

    private LoadedConfiguration LoadAll()
    {
        LoadedConfiguration? loaded = null;
        _ = Load(request =>
        {
            loaded = new ConfigurationLoader(DriverCatalog.All).Load(request);
            return request;
        });
        return loaded!;
    }
}
