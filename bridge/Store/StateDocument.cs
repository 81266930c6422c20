using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Devices.Model;

namespace Bridge.Store;

/// <summary>
/// All that is remembered as one JSON document, to be kept elsewhere and read back:
/// <c>{"format":"bridge-state","version":1,"instance":…,"ledger":[…],"devices":{id:{"state":…,"learned":…,
/// "dismissed":…,"kept":{…},"history":[…]}}}</c>. It holds no secrets, as the store has none.
/// </summary>
public static class StateDocument
{
    private const string Format = "bridge-state";
    private const int Version = 1;

    private static readonly JsonWriterOptions ForPeople = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Writes the document, indented.</summary>
    public static ReadOnlyMemory<byte> Write(MemoryStateStore store)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, ForPeople))
        {
            json.WriteStartObject();
            json.WriteString("format"u8, Format);
            json.WriteNumber("version"u8, Version);
            RowJson.WriteText(json, "instance", store.Instance);
            WriteLedger(json, store);
            json.WriteStartObject("devices"u8);
            var devices = store.Rows.Where(static row => row.Kind is not (RowKind.Instance or RowKind.Ledger))
                .Select(static row => row.Key);
            foreach (var device in devices.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                json.WritePropertyName(device);
                WriteDevice(json, store, device);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads a document and checks all of it.</summary>
    /// <exception cref="FormatException">It is not such a document; the message says where.</exception>
    public static MemoryStateStore Read(ReadOnlyMemory<byte> utf8)
    {
        var place = "the document";
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            var root = document.RootElement;
            var store = new MemoryStateStore();
            ReadHead(root, store);
            place = "ledger";
            foreach (var entry in RowJson.Required(root, "ledger").EnumerateArray())
            {
                store.Enter(ReadEntry(entry));
            }

            place = "devices";
            foreach (var device in RowJson.Required(root, "devices").EnumerateObject())
            {
                place = $"devices.{device.Name}";
                ReadDevice(store, device.Name, device.Value);
            }

            return store;
        }
        catch (Exception failure) when (SqliteDatabase.IsNonsense(failure))
        {
            throw new FormatException($"{place}: {failure.Message}", failure);
        }
    }

    private static void WriteLedger(Utf8JsonWriter json, MemoryStateStore store)
    {
        json.WriteStartArray("ledger"u8);
        foreach (var entry in store.Ledger)
        {
            json.WriteStartObject();
            json.WriteString("topic"u8, entry.Topic);
            json.WriteString("device"u8, entry.Device);
            json.WriteString("kind"u8, entry.Kind.ToString());
            RowJson.WriteText(json, "announces", entry.Announces);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDevice(Utf8JsonWriter json, MemoryStateStore store, string device)
    {
        json.WriteStartObject();
        if (store.FindState(device) is { } state)
        {
            json.WritePropertyName("state"u8);
            RowJson.Write(json, state);
        }

        if (store.FindLearned(device) is { } learned)
        {
            json.WritePropertyName("learned"u8);
            RowJson.Write(json, learned);
        }

        RowJson.WriteText(json, "dismissed", store.FindDismissed(device));
        json.WriteStartObject("kept"u8);
        foreach (var (name, content) in store.FindKept(device))
        {
            json.WriteString(name, content);
        }

        json.WriteEndObject();
        json.WriteStartArray("history"u8);
        foreach (var past in store.History.Of(device))
        {
            json.WriteStartObject();
            json.WriteString("entity"u8, past.Entity);
            json.WritePropertyName("value"u8);
            json.WriteValue(past.Value);
            json.WriteString("at"u8, past.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void ReadHead(JsonElement root, MemoryStateStore store)
    {
        Only(root, "format", "version", "instance", "ledger", "devices");
        if (RowJson.ReadText(root, "format") != Format)
        {
            throw new FormatException($"format is not {Format}; it was not made by 'bridge state export'.");
        }

        if (RowJson.Required(root, "version").GetInt32() is not Version and var version)
        {
            throw new FormatException($"version is {version}, this program reads {Version}.");
        }

        if (RowJson.ReadText(root, "instance") is not { } instance)
        {
            return;
        }

        if (instance.Length != 8 || !instance.All(char.IsAsciiHexDigitLower))
        {
            throw new FormatException($"instance is '{instance}'; expected 8 lower-case hex digits.");
        }

        store.SetInstance(instance);
    }

    private static LedgerEntry ReadEntry(JsonElement json)
    {
        Only(json, "topic", "device", "kind", "announces");
        var topic = RowJson.Required(json, "topic").GetString();

        // What is entered here is published to when the device is gone (MQTT 5 sections 1.5.4 and 4.7).
        if (string.IsNullOrEmpty(topic) || topic.AsSpan().ContainsAny("+#\0") || Encoding.UTF8.GetByteCount(topic) > 65535)
        {
            throw new FormatException($"'{topic}' is no topic that can be published to.");
        }

        var device = RowJson.Required(json, "device").GetString();
        var kind = RowJson.ReadName<LedgerKind>(RowJson.ReadText(json, "kind") ?? string.Empty);
        return new LedgerEntry(topic, Id(device), kind) { Announces = RowJson.ReadText(json, "announces") };
    }

    private static void ReadDevice(MemoryStateStore store, string device, JsonElement json)
    {
        Id(device);
        Only(json, "state", "learned", "dismissed", "kept", "history");
        if (json.TryGetProperty("state", out var state))
        {
            store.SetState(device, RowJson.ReadState(state));
        }

        if (json.TryGetProperty("learned", out var learned))
        {
            store.SetLearned(device, RowJson.ReadLearned(learned));
        }

        store.SetDismissed(device, RowJson.ReadText(json, "dismissed"));
        if (json.TryGetProperty("kept", out var kept))
        {
            foreach (var each in kept.EnumerateObject())
            {
                store.Keep(device, each.Name, each.Value.GetString());
            }
        }

        if (json.TryGetProperty("history", out var history))
        {
            foreach (var each in history.EnumerateArray())
            {
                ReadPast(store, device, each);
            }
        }
    }

    private static void ReadPast(MemoryStateStore store, string device, JsonElement json)
    {
        Only(json, "entity", "value", "at");
        store.History.Add(
            device,
            RowJson.Required(json, "entity").GetString() ?? throw new FormatException("entity is null."),
            RowJson.ReadValue(RowJson.Required(json, "value")),
            RowJson.Required(json, "at").GetDateTimeOffset());
    }

    private static string Id(string? device) =>
        device is { Length: >= 1 and <= 63 } && char.IsAsciiLetterOrDigit(device[0])
        && device.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-')
            ? device
            : throw new FormatException($"'{device}' is no device id.");

    private static void Only(JsonElement json, params ReadOnlySpan<string> keys)
    {
        foreach (var member in json.EnumerateObject())
        {
            if (!keys.Contains(member.Name))
            {
                throw new FormatException($"{member.Name} is not known.");
            }
        }
    }
}
