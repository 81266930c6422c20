using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>A device document before it is bytes.</summary>
internal sealed record Document(DiscoveryContext Context, string IdentityId)
{
    // ° and ³ stay themselves: the payload is UTF-8 and nothing shows it as HTML.
    public static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public required string Name { get; init; }
    public string? Area { get; init; }
    public DeviceInfo Info { get; init; } = new();

    /// <summary>The identifier of the device it hangs on; null for the bridge itself.</summary>
    public string? Via { get; init; }

    /// <summary>The device's own availability topic; null where each component says its own.</summary>
    public string? AvailabilityTopic { get; init; }
    public required string StateTopic { get; init; }
    public required ImmutableArray<Component> Components { get; init; }

    /// <summary>The only identifier of the device, and the object id of its topic.</summary>
    public string ObjectId => Context.ObjectId(IdentityId);

    // Entity ids have no hyphen.
    private string Slug => IdentityId.Replace('-', '_');

    /// <summary>The document held against Home Assistant's rules, without the components that break one.</summary>
    public DiscoveryMessage ToMessage(ImmutableArray<Finding> before)
    {
        var payload = Serialize();
        var findings = SelfCheck.Check(ObjectId, payload);
        var all = before.AddRange(findings);
        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Exists(error => error.Scope == FindingScope.Document))
        {
            return new(ObjectId, Payload: null, all);
        }

        var faulty = errors.Select(error => error.Component).ToHashSet(StringComparer.Ordinal);
        var sound = this with { Components = Components.RemoveAll(component => faulty.Contains(component.Key)) };
        return new(ObjectId, faulty.Count == 0 ? payload : sound.Serialize(), all)
        {
            Announces = new(ObjectId, Name, [.. sound.Components.Select(component => component.Announced(Slug))]),
        };
    }

    private ReadOnlyMemory<byte> Serialize()
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        using var json = new Utf8JsonWriter(buffer, Compact);
        json.WriteStartObject();
        WriteDevice(json);
        WriteOrigin(json);
        WriteAvailability(json);
        json.WriteString(KeyNames.StateTopic, StateTopic);
        json.WriteNumber(KeyNames.Qos, 1);
        json.WriteStartObject(KeyNames.Components);
        foreach (var component in Components)
        {
            component.Write(json, ObjectId, Slug);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void WriteDevice(Utf8JsonWriter json)
    {
        json.WriteStartObject(KeyNames.Device);
        json.WriteStartArray(KeyNames.Identifiers);
        json.WriteStringValue(ObjectId);
        json.WriteEndArray();
        json.WriteText(KeyNames.Name, Clean(Name));
        json.WriteText(KeyNames.Manufacturer, Clean(Info.Manufacturer));
        json.WriteText(KeyNames.Model, Clean(Info.Model));
        json.WriteText(KeyNames.SerialNumber, Clean(Info.SerialNumber));
        json.WriteText(KeyNames.SoftwareVersion, Clean(Info.SoftwareVersion));
        json.WriteText(KeyNames.HardwareVersion, Clean(Info.HardwareVersion));
        json.WriteText(KeyNames.SuggestedArea, Clean(Area));
        json.WriteText(KeyNames.ViaDevice, Via);
        json.WriteEndObject();
    }

    private void WriteOrigin(Utf8JsonWriter json)
    {
        json.WriteStartObject(KeyNames.Origin);
        json.WriteString(KeyNames.Name, "Bridge");
        json.WriteString(KeyNames.SoftwareVersion, Context.Version);
        json.WriteText(KeyNames.SupportUrl, Context.SupportUrl);
        json.WriteEndObject();
    }

    private void WriteAvailability(Utf8JsonWriter json)
    {
        if (AvailabilityTopic is null)
        {
            return;
        }

        json.WriteStartArray(KeyNames.Availability);
        json.WriteBridgeAvailability(Context.StatusTopic);
        json.WriteStartObject();
        json.WriteString(KeyNames.Topic, AvailabilityTopic);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString(KeyNames.AvailabilityMode, "all");
    }

    // Serial numbers and versions come off a wire: a stray control character must not cost the device.
    private static string? Clean(string? text)
    {
        var clean = text is null ? "" : string.Concat(text.Where(c => !char.IsControl(c))).Trim();
        return clean.Length == 0 ? null : clean;
    }
}
