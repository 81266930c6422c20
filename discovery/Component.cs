using System.Collections.Immutable;
using System.Text.Json;
using Bridge.Discovery.Contract;

namespace Bridge.Discovery;

/// <summary>One component of a device document; what is null or default is not written.</summary>
internal sealed record Component(string Platform, string Key)
{
    public string? ValueTemplate { get; init; }
    public string? Name { get; init; }

    /// <summary>The main function of its device: shown under the device's name alone.</summary>
    public bool IsMain { get; init; }

    /// <summary>The first entity id, with its platform; null for the one of device and key.</summary>
    public string? EntityId { get; init; }
    public string? DeviceClass { get; init; }
    public ImmutableArray<string> Options { get; init; }
    public string? Unit { get; init; }
    public string? StateClass { get; init; }
    public int? DisplayPrecision { get; init; }
    public string? Category { get; init; }
    public bool EnabledByDefault { get; init; } = true;
    public string? Icon { get; init; }
    public string? CommandTopic { get; init; }
    public string? PayloadPress { get; init; }
    public string? PayloadOn { get; init; }
    public string? PayloadOff { get; init; }

    /// <summary>A switch that shows what the device reports, not what was asked, and whose commands are not kept.</summary>
    public bool IsConfirmed { get; init; }
    public decimal? Lowest { get; init; }
    public decimal? Highest { get; init; }
    public decimal? Step { get; init; }
    public string? Pattern { get; init; }
    public string? StateTopic { get; init; }

    /// <summary>Seconds after which a value is shown no more.</summary>
    public int? ExpireAfter { get; init; }

    /// <summary>Available while the bridge is, whatever the device's own availability says.</summary>
    public string? BridgeStatusTopic { get; init; }
    public string? AttributesTopic { get; init; }

    /// <summary>Writes the keys that only its platform has.</summary>
    public Action<Utf8JsonWriter>? WriteOwn { get; init; }

    /// <summary>Writes it as a property named by its key.</summary>
    /// <param name="json">Stands inside <c>components</c>.</param>
    /// <param name="identity">Instance and device, by which the unique id begins.</param>
    /// <param name="slug">The device's part of the entity id.</param>
    public void Write(Utf8JsonWriter json, string identity, string slug)
    {
        json.WriteStartObject(Key);
        json.WriteString(KeyNames.Platform, Platform);
        WriteKeys(json, identity, slug);
        json.WriteEndObject();
    }

    /// <summary>Writes its keys into an object, but its platform.</summary>
    public void WriteKeys(Utf8JsonWriter json, string identity, string slug)
    {
        if (Platforms.HasEntities(Platform))
        {
            json.WriteString(KeyNames.UniqueId, $"{identity}-{Key}");
            json.WriteString(KeyNames.DefaultEntityId, FirstEntityId(slug));
        }

        json.WriteText(KeyNames.ValueTemplate, ValueTemplate);
        WriteName(json);
        json.WriteText(KeyNames.DeviceClass, DeviceClass);
        WriteOptions(json);
        json.WriteText(KeyNames.Unit, Unit);
        json.WriteText(KeyNames.StateClass, StateClass);
        json.WriteNumberOrNothing(KeyNames.DisplayPrecision, DisplayPrecision);
        json.WriteText(KeyNames.EntityCategory, Category);
        if (!EnabledByDefault)
        {
            json.WriteBoolean(KeyNames.EnabledByDefault, value: false);
        }

        json.WriteText(KeyNames.Icon, Icon);
        WriteCommand(json);
        WriteOwn?.Invoke(json);
        json.WriteText(KeyNames.StateTopic, StateTopic);
        json.WriteNumberOrNothing(KeyNames.ExpireAfter, ExpireAfter);
        WriteAvailability(json);
        json.WriteText(KeyNames.AttributesTopic, AttributesTopic);
    }

    /// <summary>What is kept of it to tell later what has changed.</summary>
    /// <param name="slug">The device's part of the entity id.</param>
    public AnnouncedEntity Announced(string slug) => new(Key, Platform)
    {
        Name = IsMain ? string.Empty : Name,
        EntityId = Platforms.HasEntities(Platform) ? FirstEntityId(slug) : null,
        DeviceClass = DeviceClass,
        Unit = Unit,
        StateClass = StateClass,
    };

    private string FirstEntityId(string slug) => EntityId ?? $"{Platform}.{slug}_{Key}";

    private void WriteCommand(Utf8JsonWriter json)
    {
        json.WriteText(KeyNames.CommandTopic, CommandTopic);
        json.WriteText(KeyNames.PayloadPress, PayloadPress);
        json.WriteText(KeyNames.PayloadOn, PayloadOn);
        json.WriteText(KeyNames.PayloadOff, PayloadOff);
        if (IsConfirmed)
        {
            json.WriteBoolean(KeyNames.Optimistic, value: false);
            json.WriteBoolean(KeyNames.Retain, value: false);
        }

        json.WriteNumberOrNothing(KeyNames.Lowest, Lowest);
        json.WriteNumberOrNothing(KeyNames.Highest, Highest);
        json.WriteNumberOrNothing(KeyNames.Step, Step);
        json.WriteText(KeyNames.Pattern, Pattern);
    }

    private void WriteName(Utf8JsonWriter json)
    {
        if (IsMain)
        {
            json.WriteNull(KeyNames.Name);
        }
        else
        {
            json.WriteText(KeyNames.Name, Name);
        }
    }

    private void WriteOptions(Utf8JsonWriter json)
    {
        if (Options.IsDefault)
        {
            return;
        }

        json.WriteStartArray(KeyNames.Options);
        foreach (var option in Options)
        {
            json.WriteStringValue(option);
        }

        json.WriteEndArray();
    }

    private void WriteAvailability(Utf8JsonWriter json)
    {
        if (BridgeStatusTopic is not null)
        {
            json.WriteStartArray(KeyNames.Availability);
            json.WriteBridgeAvailability(BridgeStatusTopic);
            json.WriteEndArray();
        }
    }
}
