using System.Buffers;
using System.Text;
using System.Text.Json;
using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>
/// The documents in the rows. Numbers keep every digit, trailing zeros too; enumerations go by name, so that their
/// order may change. Readers throw <see cref="JsonException"/>, <see cref="FormatException"/> or
/// <see cref="InvalidOperationException"/> for what they do not understand.
/// </summary>
internal static class RowJson
{
    /// <summary><c>{"at":…,"values":{key:value}}</c>.</summary>
    public static void Write(Utf8JsonWriter json, LastState state)
    {
        json.WriteStartObject();
        json.WriteString("at"u8, state.At);
        json.WriteStartObject("values"u8);
        foreach (var (key, value) in state.Values)
        {
            json.WritePropertyName(key);
            json.WriteValue(value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary><c>{"driver":…,"info":{…},"entities":[…]}</c>.</summary>
    public static void Write(Utf8JsonWriter json, LearnedDevice learned)
    {
        json.WriteStartObject();
        json.WriteString("driver"u8, learned.Driver);
        json.WriteStartObject("info"u8);
        WriteText(json, "manufacturer", learned.Info.Manufacturer);
        WriteText(json, "model", learned.Info.Model);
        WriteText(json, "serial_number", learned.Info.SerialNumber);
        WriteText(json, "software_version", learned.Info.SoftwareVersion);
        WriteText(json, "hardware_version", learned.Info.HardwareVersion);
        json.WriteEndObject();
        json.WriteStartArray("entities"u8);
        foreach (var entity in learned.Entities)
        {
            EntityJson.Write(json, entity);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A state as text.</summary>
    public static string Write(LastState state) => Document(json => Write(json, state));

    /// <summary>What was learned as text.</summary>
    public static string Write(LearnedDevice learned) => Document(json => Write(json, learned));

    /// <summary>A value as text.</summary>
    public static string Write(Value value) => Document(json => json.WriteValue(value));

    /// <summary>Reads what <see cref="Write(Value)"/> wrote.</summary>
    public static Value ReadValue(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadValue(document.RootElement);
    }

    /// <summary>Reads what <see cref="Write(LastState)"/> wrote.</summary>
    public static LastState ReadState(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadState(document.RootElement);
    }

    /// <summary>Reads a state.</summary>
    public static LastState ReadState(JsonElement json) => new(
        Required(json, "at").GetDateTimeOffset(),
        [.. Required(json, "values").EnumerateObject().Select(static member =>
            new KeyedValue(member.Name, ReadValue(member.Value)))]);

    /// <summary>Reads what <see cref="Write(LearnedDevice)"/> wrote.</summary>
    public static LearnedDevice ReadLearned(string text)
    {
        using var document = JsonDocument.Parse(text);
        return ReadLearned(document.RootElement);
    }

    /// <summary>Reads what was learned.</summary>
    public static LearnedDevice ReadLearned(JsonElement json)
    {
        var info = Required(json, "info");
        return new LearnedDevice(
            Required(json, "driver").GetString()!,
            new DeviceInfo
            {
                Manufacturer = ReadText(info, "manufacturer"),
                Model = ReadText(info, "model"),
                SerialNumber = ReadText(info, "serial_number"),
                SoftwareVersion = ReadText(info, "software_version"),
                HardwareVersion = ReadText(info, "hardware_version"),
            },
            [.. Required(json, "entities").EnumerateArray().Select(EntityJson.Read)]);
    }

    /// <summary>The member of an enumeration by its exact name.</summary>
    public static T ReadName<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, out var value) && value.ToString() == name && !char.IsAsciiDigit(name[^1])
            ? value
            : throw new FormatException($"{name} is no {typeof(T).Name}.");

    /// <summary>Writes a text that is there.</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    /// <summary>A text; null where there is none.</summary>
    public static string? ReadText(JsonElement from, string name) =>
        from.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>A property that must be there.</summary>
    public static JsonElement Required(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value : throw new FormatException($"{name} is missing.");

    /// <summary>Reads a value.</summary>
    public static Value ReadValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Value.Of(value.GetDecimal()),
        JsonValueKind.String => Value.Of(value.GetString()!),
        JsonValueKind.True or JsonValueKind.False => Value.Of(value.GetBoolean()),
        JsonValueKind.Null => Value.Unknown,
        _ => throw new FormatException($"A value cannot be {value.ValueKind}."),
    };

    private static string Document(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            content(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
