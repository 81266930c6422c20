using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Devices.Model.Settings;
using Bridge.Host.Configuration.Keys;

namespace Bridge.Host.Configuration.Reference;

/// <summary>Writes <c>docs/bridge.schema.json</c>, which describes the YAML file to editors.</summary>
internal static class JsonSchema
{
    /// <summary>The form of a device's id.</summary>
    public const string DeviceId = "^(?!bridge$)[a-z0-9][a-z0-9_-]{0,62}$";
    private const string EntityKey = "^[a-z0-9][a-z0-9_]{0,62}$";

    private static readonly JsonWriterOptions Form = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file for editors and people, not for a page
    };

    /// <summary>The schema, draft 2020-12.</summary>
    public static string Write(IReadOnlyList<Driver> drivers)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Form))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "bridge.yaml");
            json.WriteStartClosedObject();
            foreach (var section in AllKeys.Sections)
            {
                WriteSection(json, section);
            }

            WriteDevices(json);
            json.WriteEndObject();
            WriteDefinitions(json, drivers);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteSection(Utf8JsonWriter json, KeySet section)
    {
        json.WriteStartObject(section.Name);
        json.WriteString("description", section.Help);
        json.WriteStartClosedObject();
        json.WriteSettings(section.Settings);
        foreach (var inner in section.Sections)
        {
            WriteSection(json, inner);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDevices(Utf8JsonWriter json)
    {
        json.WriteStartObject("devices");
        json.WriteString("description", DeviceKeys.Common.Help);
        json.WriteStartArray("oneOf");
        json.WriteStartObject();
        json.WriteString("type", "null");
        json.WriteEndObject();

        json.WriteStartObject();
        json.WriteString("type", "object");
        WriteNames(json, DeviceId);
        json.WriteReference("additionalProperties", "device");
        json.WriteEndObject();

        json.WriteStartObject();
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        json.WriteWords("required", "id");
        json.WriteString("$ref", "#/$defs/device");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDefinitions(Utf8JsonWriter json, IReadOnlyList<Driver> drivers)
    {
        json.WriteStartObject("$defs");
        json.WriteStartObject("device");
        json.WriteString("type", "object");
        json.WriteWords("required", DeviceKeys.Driver.Key);
        json.WriteStartObject("properties");
        json.WriteStartObject(DeviceKeys.Driver.Key);
        json.WriteString("description", DeviceKeys.Driver.Help);
        json.WriteWords("enum", [.. drivers.Select(static driver => driver.Name)]);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("allOf");
        foreach (var driver in drivers)
        {
            WriteChoice(json, driver);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        foreach (var driver in drivers)
        {
            WriteDriver(json, driver);
        }

        WriteMap(json, "entity", EntityKeys.Section);
        WriteMap(json, "derived", DerivedKeys.Section);
        WriteMap(json, "total", TotalKeys.Section);
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, Driver driver)
    {
        json.WriteStartObject();
        json.WriteStartObject("if");
        json.WriteStartObject("properties");
        json.WriteStartObject(DeviceKeys.Driver.Key);
        json.WriteString("const", driver.Name);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteReference("then", $"driver_{driver.Name}");
        json.WriteEndObject();
    }

    private static void WriteDriver(Utf8JsonWriter json, Driver driver)
    {
        var keys = AllKeys.OfDevice(driver);
        json.WriteStartObject($"driver_{driver.Name}");
        json.WriteString("description", driver.Summary);
        // No key is required here: it may come from another source.
        json.WriteStartClosedObject(orNull: false);
        json.WriteStartObject("id");
        json.WriteString("type", "string");
        json.WriteString("pattern", DeviceId);
        json.WriteEndObject();
        json.WriteSettings(keys.Settings);
        json.WriteStartObject(EntityKeys.Section.Name);
        json.WriteString("description", EntityKeys.Section.Help);
        json.WriteWords("type", "object", "null");
        WriteEntityNames(json, driver);
        json.WriteReference("additionalProperties", "entity");
        json.WriteEndObject();
        WriteMadeUp(json, DerivedKeys.Section, "derived");
        WriteMadeUp(json, TotalKeys.Section, "total");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMadeUp(Utf8JsonWriter json, KeySet section, string definition)
    {
        json.WriteStartObject(section.Name);
        json.WriteString("description", section.Help);
        json.WriteWords("type", "object", "null");
        WriteNames(json, EntityKey);
        json.WriteReference("additionalProperties", definition);
        json.WriteEndObject();
    }

    private static void WriteEntityNames(Utf8JsonWriter json, Driver driver)
    {
        var known = driver.Entities(SettingValues.Defaults);
        if (known.IsEmpty)
        {
            WriteNames(json, EntityKey);
            return;
        }

        json.WriteStartObject("propertyNames");
        json.WriteWords("enum", [.. known.Select(static entity => entity.Key)]);
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, KeySet keys)
    {
        json.WriteStartObject(name);
        json.WriteStartClosedObject();
        json.WriteSettings(keys.Settings);
        foreach (var inner in keys.Sections)
        {
            WriteSection(json, inner);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, string pattern)
    {
        json.WriteStartObject("propertyNames");
        json.WriteString("pattern", pattern);
        json.WriteEndObject();
    }
}
