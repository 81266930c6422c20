using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Devices.Model;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>What is told of a device before it is bytes.</summary>
internal sealed record Document(DiscoveryContext Context, string IdentityId)
{
    private const string Smaller =
        "; home_assistant.abbreviations makes documents smaller, home_assistant.discovery_mode: component splits them";

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

    /// <summary>One document, held against Home Assistant's rules, without the components that break one.</summary>
    public DiscoveryMessage ToMessage(ImmutableArray<Finding> before, DiscoveryForm form)
    {
        var findings = new Findings(ObjectId);
        if (Sound(form, findings, out var withheld) is not { } sound)
        {
            return new(ObjectId, Payload: null, before.AddRange(findings.ToImmutable())) { Withheld = withheld };
        }

        var payload = form.IsShort ? ShortForm.Of(sound.Serialize(form)) : sound.Serialize(form);
        SelfCheck.CheckSize(payload, findings, Smaller);
        return new(ObjectId, payload, before.AddRange(findings.ToImmutable()))
        {
            Announces = sound.Announced(sound.Components),
            Withheld = withheld,
        };
    }

    /// <summary>A message a component, those left out that break a rule of Home Assistant's.</summary>
    public ComponentMessages ToComponents(ImmutableArray<Finding> before, DiscoveryForm form)
    {
        var findings = new Findings(ObjectId);
        var sound = Sound(form, findings, out var withheld);
        return new(
            ObjectId,
            [
                .. (sound?.Components ?? []).Select(component => new ComponentMessage(
                    component.Platform, component.Key, form.IsShort ? ShortForm.Of(Serialize(component)) : Serialize(component))
                {
                    Announces = Announced([component]),
                }),
            ],
            before.AddRange(findings.ToImmutable()))
        {
            Withheld = withheld,
        };
    }

    private AnnouncedDevice Announced(IEnumerable<Component> components) =>
        new(ObjectId, Name, [.. components.Select(component => component.Announced(Slug))]);

    /// <summary>What Home Assistant takes of it; null when that is nothing.</summary>
    private Document? Sound(
        DiscoveryForm form, Findings findings, out ImmutableSortedDictionary<string, string> withheld)
    {
        var told = this with { Components = Components.RemoveAll(component => form.Without.Contains(component.Key)) };
        SelfCheck.CheckContent(told.Serialize(DiscoveryForm.Usual), findings);
        var errors = findings.ToImmutable().Where(static finding => finding.Severity == Severity.Error).ToList();
        var faulty = errors.Select(static error => error.Component).ToHashSet(StringComparer.Ordinal);
        withheld = told.Components.Where(component => faulty.Contains(component.Key))
            .DistinctBy(static component => component.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                static component => component.Key, static component => component.Platform, StringComparer.Ordinal);
        return errors.Exists(static error => error.Scope == FindingScope.Document)
            ? null
            : told with { Components = told.Components.RemoveAll(component => faulty.Contains(component.Key)) };
    }

    private ReadOnlyMemory<byte> Serialize(DiscoveryForm form)
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Compact);
        json.WriteStartObject();
        WriteDevice(json);
        WriteOrigin(json);
        WriteAvailability(json);
        json.WriteString(KeyNames.StateTopic, StateTopic);
        json.WriteNumber(KeyNames.Qos, 1);
        json.WriteStartObject(KeyNames.Components);
        foreach (var component in Components.Where(component => !form.Removed.ContainsKey(component.Key)))
        {
            component.Write(json, ObjectId, Slug);
        }

        foreach (var (key, platform) in form.Removed)
        {
            json.WriteStartObject(key);
            json.WriteString(KeyNames.Platform, platform);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>A component with what it has from the document's root, as far as its platform knows that.</summary>
    private ReadOnlyMemory<byte> Serialize(Component component)
    {
        var known = Platforms.Of(component.Platform, schema: null).Rules;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, JsonWriting.Compact);
        json.WriteStartObject();
        WriteDevice(json);
        WriteOrigin(json);
        component.WriteKeys(json, ObjectId, Slug);
        if (component.BridgeStatusTopic is null && known.ContainsKey(KeyNames.Availability))
        {
            WriteAvailability(json);
        }

        if (component.StateTopic is null && known.ContainsKey(KeyNames.StateTopic))
        {
            json.WriteString(KeyNames.StateTopic, StateTopic);
        }

        if (known.ContainsKey(KeyNames.Qos))
        {
            json.WriteNumber(KeyNames.Qos, 1);
        }

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
