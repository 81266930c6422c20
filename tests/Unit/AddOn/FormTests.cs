using System.Globalization;
using System.Text.Json.Nodes;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Reference;
using Bridge.Unit.Host.Configuration;

namespace Bridge.Unit.AddOn;

/// <summary>The add-on's form against the program: values made from the schema, good and bad, are loaded.</summary>
public sealed class FormTests : ConfigurationFixture
{
    internal override IReadOnlyList<Driver> Drivers => DriverCatalog.All;

    /// <summary>Good texts of options whose help has no example.</summary>
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["mqtt.host"] = "core-mosquitto",
        ["mqtt.username"] = "4711",
        ["mqtt.client_id"] = "house",
        ["mqtt_tls.server_name"] = "broker.lan",
        ["logging.file"] = "/data/bridge.log",
        ["devices.name"] = "Living room",
        ["devices.area"] = "Living room",
        ["devices.previous_id"] = "old",
        ["devices.options"] = "entities:\n  temperature: { offset: -0.4 }",
    };

    public static TheoryData<string> Options() =>
        [.. AddOnFolder.Options().Select(static option => option.Path).Where(static path => path != "devices.id")];

    [Theory]
    [MemberData(nameof(Options))]
    public void What_the_form_takes_for_an_option_the_program_takes(string path)
    {
        var type = AddOnFolder.Options().Single(option => option.Path == path).Type;
        var good = Good(path, Find(path)).ToArray();

        good.Should().NotBeEmpty();
        foreach (var value in good)
        {
            var passed = SupervisorSchema.Pass(type, value);
            passed.Should().NotBeNull("{0} of {1} is meant to be taken by {2}", value, path, type);
            FaultsOf(path, passed!).Should().BeEmpty("{0} is {1}", path, value);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void What_the_form_refuses_the_program_would_refuse(string path)
    {
        var type = AddOnFolder.Options().Single(option => option.Path == path).Type;
        // Of a password it refuses numbers, which the program would take.
        var refused = Tries().Where(value => type != "password?" && SupervisorSchema.Pass(type, value) is null);

        foreach (var value in refused)
        {
            FaultsOf(path, value).Should().NotBeEmpty("{0} is {1}", path, value);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void What_the_program_refuses_it_tells_with_the_option_s_name(string path)
    {
        var name = path.Replace("devices.", "devices.one.", StringComparison.Ordinal)
            .Replace("mqtt_tls.", "mqtt.tls.", StringComparison.Ordinal);

        Tries().SelectMany(value => FaultsOf(path, value)).Should().NotBeEmpty()
            .And.OnlyContain(fault => fault.Contains($"|{name}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_that_was_emptied_is_not_set(string path)
    {
        var type = AddOnFolder.Options().Single(option => option.Path == path).Type;
        if (type.StartsWith("match", StringComparison.Ordinal) || type.StartsWith("password", StringComparison.Ordinal))
        {
            SupervisorSchema.Pass(type, "").Should().NotBeNull();
            FaultsOf(path, "").Should().NotContain(static fault => !fault.Contains(" is missing", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_whole_form_is_a_configuration()
    {
        AddOn("""
            {
              "mqtt": { "host": "lan", "port": 8883, "brokers": [], "username": "me", "password": "s3cret" },
              "mqtt_tls": { "enabled": true },
              "logging": { "level": "debug" },
              "home_assistant": { "language": "de" },
              "state": {}, "health": {},
              "devices": [
                { "id": "office", "driver": "bme280", "bus": "1", "address": "0x77", "interval": "30",
                  "options": "entities:\n  temperature: { offset: -0.4, precision: 1 }\n" },
                { "id": "meter", "driver": "dsmr", "port": "/dev/ttyUSB0", "options": "baud: 115200" },
                { "id": "solar", "driver": "sdm120", "port": "/dev/ttyUSB1", "unit": 3, "enabled": false }
              ]
            }
            """);

        var options = Good();

        options.Mqtt.Brokers.Single().ToString().Should().Be("mqtts://lan:8883");
        options.Devices.Select(static device => device.Id).Should().Equal("office", "meter", "solar");
        options.Devices[0].Interval.Should().Be(TimeSpan.FromSeconds(30));
        options.Devices[0].Entities["temperature"].Precision.Should().Be(1);
        options.Devices[2].Unit.Should().Be(3);
    }

    private static JsonNode[] Tries() =>
        ["maybe", "-1", -1, 1_000_001, "5 parsecs", "0x", "0x999", "a\nb", "12.5", "#", "a: [", "://", new JsonArray("://", "x")];

    /// <summary>The faults of the form with one option, and of a device what it needs beside it.</summary>
    private IEnumerable<string> FaultsOf(string path, JsonNode value)
    {
        var (group, key) = (path.Split('.')[0], path.Split('.')[1]);
        var options = new JsonObject { [group] = new JsonObject { [key] = value.DeepClone() } };
        if (group == "devices")
        {
            var device = key switch
            {
                "port" => Device("dsmr", "port", "/dev/ttyUSB0"),
                "unit" => Device("sdm120", "port", "modbus-tcp://lan"),
                "driver" when DriverCatalog.Find(value.ToString()) is not I2cDriver => Device("dsmr", "port", "/dev/ttyUSB0"),
                _ => Device("bme280", "bus", "1"),
            };
            device[key] = value.DeepClone();
            options = new() { ["devices"] = new JsonArray(device) };
        }

        AddOn(options.ToJsonString());
        // What the option needs beside it is other tests' affair: a file, a driver's own keys.
        return Faults()
            .Where(fault => key != "driver" || fault.Contains("no driver has this name", StringComparison.Ordinal))
            .Where(static fault => !fault.Contains("does not exist", StringComparison.Ordinal)
                && !fault.Contains("belong together", StringComparison.Ordinal)
                && !fault.Contains("is shorter than", StringComparison.Ordinal));
    }

    private static JsonObject Device(string driver, string wire, string name) =>
        new() { ["id"] = "one", ["driver"] = driver, [wire] = name };

    private static Setting Find(string path) => AddOnForm.Groups.Single(group => group.Name == path.Split('.')[0])
        .Settings.Single(setting => setting.Key == path.Split('.')[1]);

    private static IEnumerable<JsonNode> Good(string path, Setting setting) => setting switch
    {
        { Choices.Count: > 0 } => setting.Choices.Select(static word => (JsonNode)word),
        { Form: SettingForm.Boolean } => [true, false, "yes"],
        { Form: SettingForm.Integer } => [(int)setting.Lowest!, (int)setting.Highest!],
        { Form: SettingForm.Duration } => [Seconds(setting.Highest!.Value), $"{setting.Highest} S", (int)setting.Highest],
        { Form: SettingForm.Address } => ["0x76", "119", 118],
        { Form: SettingForm.Secret } => ["s3cret ä"],
        { Form: SettingForm.List } => [new JsonArray(setting.Example!.Split(',').Select(static item => (JsonNode)item).ToArray())],
        _ => [(Texts.GetValueOrDefault(path) ?? setting.Example ?? setting.DefaultText)!],
    };

    private static JsonNode Seconds(decimal seconds) => seconds.ToString("0", CultureInfo.InvariantCulture) + "s";
}
