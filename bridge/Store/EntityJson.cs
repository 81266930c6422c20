using System.Text.Json;
using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>An entity as a JSON object; what has its default is left out.</summary>
internal static class EntityJson
{
    private static readonly Entity Default = new(string.Empty);

    /// <summary>Writes an entity.</summary>
    public static void Write(Utf8JsonWriter json, Entity entity)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, entity.Key);
        WriteName(json, "kind", entity.Kind);
        RowJson.WriteText(json, "name", entity.Name);
        RowJson.WriteText(json, "device_class", entity.DeviceClass);
        RowJson.WriteText(json, "unit", entity.Unit);
        WriteName(json, "state_class", entity.StateClass);
        WriteName(json, "category", entity.Category);
        WriteNumber(json, "display_precision", entity.DisplayPrecision);
        WriteNumber(json, "decimals", entity.Decimals);
        WriteOptions(json, entity);
        if (!entity.EnabledByDefault)
        {
            json.WriteBoolean("enabled_by_default"u8, entity.EnabledByDefault);
        }

        RowJson.WriteText(json, "icon", entity.Icon);
        WriteNumber(json, "lowest", entity.Lowest);
        WriteNumber(json, "highest", entity.Highest);
        WriteNumber(json, "step", entity.Step);
        RowJson.WriteText(json, "pattern", entity.Pattern);
        RowJson.WriteText(json, "aspect_of", entity.Aspect?.Of);
        RowJson.WriteText(json, "aspect", entity.Aspect?.Name);
        WriteName(json, "abilities", entity.Abilities);
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; throws as <see cref="RowJson"/> does.</summary>
    public static Entity Read(JsonElement json) => new(RowJson.Required(json, "key").GetString()!)
    {
        Kind = ReadName(json, "kind", Default.Kind),
        Name = RowJson.ReadText(json, "name"),
        DeviceClass = RowJson.ReadText(json, "device_class"),
        Unit = RowJson.ReadText(json, "unit"),
        StateClass = ReadName(json, "state_class", Default.StateClass),
        Category = ReadName(json, "category", Default.Category),
        DisplayPrecision = (int?)ReadNumber(json, "display_precision"),
        Decimals = (int?)ReadNumber(json, "decimals"),
        Options = json.TryGetProperty("options", out var options)
            ? [.. options.EnumerateArray().Select(static option => option.GetString()!)]
            : Default.Options,
        EnabledByDefault = !json.TryGetProperty("enabled_by_default", out var enabled) || enabled.GetBoolean(),
        Icon = RowJson.ReadText(json, "icon"),
        Lowest = ReadNumber(json, "lowest"),
        Highest = ReadNumber(json, "highest"),
        Step = ReadNumber(json, "step"),
        Pattern = RowJson.ReadText(json, "pattern"),
        Aspect = RowJson.ReadText(json, "aspect_of") is { } of && RowJson.ReadText(json, "aspect") is { } name
            ? new(of, name)
            : null,
        Abilities = ReadName(json, "abilities", Default.Abilities),
    };

    private static void WriteOptions(Utf8JsonWriter json, Entity entity)
    {
        if (entity.Options.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("options"u8);
        foreach (var option in entity.Options)
        {
            json.WriteStringValue(option);
        }

        json.WriteEndArray();
    }

    private static void WriteName<T>(Utf8JsonWriter json, string name, T value)
        where T : struct, Enum
    {
        if (!EqualityComparer<T>.Default.Equals(value, default))
        {
            json.WriteString(name, value.ToString());
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static T ReadName<T>(JsonElement json, string name, T otherwise)
        where T : struct, Enum =>
        RowJson.ReadText(json, name) is { } text ? RowJson.ReadName<T>(text) : otherwise;

    private static decimal? ReadNumber(JsonElement json, string name) =>
        json.TryGetProperty(name, out var number) ? number.GetDecimal() : null;
}
