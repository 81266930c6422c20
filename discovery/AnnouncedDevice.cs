using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Bridge.Discovery;

/// <summary>
/// What a discovery message makes of a device in Home Assistant, as far as it is kept to tell later what became another.
/// </summary>
/// <param name="Identifier">The device's only identifier; unique ids are it, a hyphen and the entity's key.</param>
/// <param name="Name">The device's name.</param>
/// <param name="Entities">Its entities and triggers.</param>
public sealed record AnnouncedDevice(string Identifier, string Name, ImmutableArray<AnnouncedEntity> Entities)
{
    /// <summary>As a line of JSON: <c>{"identifier":…,"name":…,"entities":{key:{"platform":…,…}}}</c>.</summary>
    public string ToText()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonWriting.Compact))
        {
            json.WriteStartObject();
            json.WriteString("identifier"u8, Identifier);
            json.WriteString("name"u8, Name);
            json.WriteStartObject("entities"u8);
            foreach (var entity in Entities)
            {
                json.WriteStartObject(entity.Key);
                json.WriteString("platform"u8, entity.Platform);
                json.WriteText("name", entity.Name);
                json.WriteText("entity_id", entity.EntityId);
                json.WriteText("device_class", entity.DeviceClass);
                json.WriteText("unit", entity.Unit);
                json.WriteText("state_class", entity.StateClass);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToText"/> wrote; null for anything else.</summary>
    public static AnnouncedDevice? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return new(
                root.GetProperty("identifier"u8).GetString()!,
                root.GetProperty("name"u8).GetString()!,
                [.. root.GetProperty("entities"u8).EnumerateObject().Select(ReadEntity)]);
        }
        catch (Exception nonsense) when (nonsense is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AnnouncedEntity ReadEntity(JsonProperty entity)
    {
        return new(entity.Name, entity.Value.GetProperty("platform"u8).GetString()!)
        {
            Name = Text("name"),
            EntityId = Text("entity_id"),
            DeviceClass = Text("device_class"),
            Unit = Text("unit"),
            StateClass = Text("state_class"),
        };

        string? Text(string key) => entity.Value.TryGetProperty(key, out var text) ? text.GetString() : null;
    }
}

/// <summary>One entity or trigger that a discovery message announces.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Platform">Home Assistant's word for its kind; with the unique id, its identity.</param>
public sealed record AnnouncedEntity(string Key, string Platform)
{
    /// <summary>Its name; empty for the main function of the device, null when Home Assistant names it by its class.</summary>
    public string? Name { get; init; }

    /// <summary>The entity id it gets when Home Assistant first sees it; null for a trigger.</summary>
    public string? EntityId { get; init; }

    /// <summary>Its device class.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>Its unit.</summary>
    public string? Unit { get; init; }

    /// <summary>How its values are kept as statistics.</summary>
    public string? StateClass { get; init; }
}
