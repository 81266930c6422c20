using System.Text.Json;
using Bridge.Devices.Drivers;
using Bridge.Devices.Model;
using Bridge.Host.Configuration.Keys;
using Bridge.Host.Configuration.Reference;

namespace Bridge.Unit.Host.Configuration;

/// <summary>Set <c>BRIDGE_UPDATE=1</c> to write the files anew.</summary>
public sealed class ReferenceTests
{
    private static readonly Driver[] Drivers = [ConfigurationFixture.Chip, ConfigurationFixture.Meter];

    [Fact]
    public void The_reference_page_is_as_the_program_writes_it() =>
        HoldsAgainst("docs/configuration.md", ReferencePage.Write(DriverCatalog.All));

    [Fact]
    public void The_schema_is_as_the_program_writes_it() =>
        HoldsAgainst("docs/bridge.schema.json", JsonSchema.Write(DriverCatalog.All));

    [Fact]
    public void The_page_names_every_key_and_variable()
    {
        var page = ReferencePage.Write(Drivers);

        foreach (var setting in AllKeys.Paths.SelectMany(section => section.Keys.Settings))
        {
            page.Should().Contain($"| `{setting.Key}`");
        }

        page.Should().Contain("`BRIDGE_MQTT__PASSWORD`<br>`BRIDGE_MQTT__PASSWORD_FILE`")
            .And.Contain("| `average` | a whole number from 1 to 16 | `1` | Samples. |")
            .And.Contain("### mqtt.tls")
            .And.Contain("| `ca_file` | `BRIDGE_MQTT__TLS__CA_FILE` | a path |")
            .And.NotContain("\r");
    }

    [Fact]
    public void The_schema_has_every_key_with_its_range_and_no_others()
    {
        using var schema = JsonDocument.Parse(JsonSchema.Write(Drivers));
        var mqtt = schema.RootElement.GetProperty("properties").GetProperty("mqtt");
        var definitions = schema.RootElement.GetProperty("$defs");
        var chip = definitions.GetProperty("driver_bme280");

        schema.RootElement.GetProperty("$schema").GetString().Should()
            .Be("https://json-schema.org/draft/2020-12/schema");
        schema.RootElement.GetProperty("additionalProperties").GetBoolean().Should().BeFalse();
        mqtt.GetProperty("additionalProperties").GetBoolean().Should().BeFalse();
        mqtt.GetProperty("properties").EnumerateObject().Select(key => key.Name).Should().Equal(
            "host", "port", "brokers", "username", "password", "password_file", "client_id", "topic_prefix", "protocol",
            "keep_alive", "state_expiry", "reconnect_interval", "reconnect_max_interval", "tls");
        mqtt.GetProperty("properties").GetProperty("tls").GetProperty("properties").EnumerateObject()
            .Select(key => key.Name).Should().Equal(
            "enabled", "ca_file", "cert_file", "key_file", "server_name", "insecure");
        mqtt.GetProperty("properties").GetProperty("port").GetProperty("maximum").GetInt32().Should().Be(65535);
        chip.GetProperty("additionalProperties").GetBoolean().Should().BeFalse();
        chip.GetProperty("properties").EnumerateObject().Select(key => key.Name).Should().Equal(
            "id", "driver", "name", "area", "enabled", "timeout", "offline_after", "stale_after", "on_failure",
            "exit_after_stale", "tunable", "previous_id", "on_change", "at_least_every", "at_most_every", "history", "interval",
            "jitter", "schedule", "retries", "bus", "address", "average", "low", "entities", "derived", "totals");
        definitions.GetProperty("device").GetProperty("allOf")[0].GetRawText().Should().Contain("\"const\": \"bme280\"")
            .And.Contain("#/$defs/driver_bme280");
    }

    private static void HoldsAgainst(string file, string text)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Bridge.sln")))
        {
            root = root.Parent;
        }

        var path = Path.Combine(root!.FullName, file);
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).Should().Be(text, "{0} is generated; BRIDGE_UPDATE=1 writes it anew", file);
    }
}
