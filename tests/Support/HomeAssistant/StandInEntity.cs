using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>A discovered entity with its state and availability.</summary>
internal sealed partial class StandInEntity
{
    private readonly IReadOnlyDictionary<string, JsonElement> _component;
    private readonly Action<string> _complain;
    private readonly Dictionary<string, bool> _available = new(StringComparer.Ordinal);
    private readonly List<AvailabilityTopic> _availability;
    private readonly Template? _template;
    private string _value = "unknown";
    private readonly TimeProvider _time;
    private bool _latest;
    private long? _heard;

    /// <summary>Takes a component in long form.</summary>
    public StandInEntity(
        string platform, IReadOnlyDictionary<string, JsonElement> component, TimeProvider time, Action<string> complain)
    {
        (Platform, _component, _time, _complain) = (platform, component, time, complain);
        _template = (Text("value_template") ?? Text("state_value_template")) is { } text ? new(text) : null;
        _availability = [.. Availability()];
    }

    /// <summary>Its platform.</summary>
    public string Platform { get; }

    /// <summary>Its unique id.</summary>
    public string UniqueId => Text("unique_id")!;

    /// <summary>First identifier of its device.</summary>
    public string? Device => _component.TryGetValue("device", out var device)
        && device.TryGetProperty("identifiers", out var ids) ? (ids.ValueKind == JsonValueKind.Array ? ids[0] : ids).GetString() : null;

    /// <summary>False when the user has to switch it on.</summary>
    public bool IsEnabledByDefault =>
        !_component.TryGetValue("enabled_by_default", out var enabled) || enabled.ValueKind == JsonValueKind.True;

    /// <summary>1.9: cut at the first dot, the rest made a slug; nothing is left without a dot.</summary>
    public string DefaultEntityId
    {
        get
        {
            var wanted = Text("default_entity_id") is { } id && id.Contains('.', StringComparison.Ordinal)
                ? id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..]
                : UniqueId;
            return $"{Platform}.{NoSlug.Replace(wanted.ToLowerInvariant(), "_").Trim('_')}";
        }
    }

    /// <summary>What Home Assistant publishes when the user calls a service of its platform.</summary>
    public ImmutableArray<(string Topic, string Payload)> Call(string service, string value) =>
        ServiceCalls.Of(Platform, _component, service, value);

    /// <summary>What it subscribes to.</summary>
    public IEnumerable<string> Topics =>
        _availability.Select(static each => each.Topic).Append(StateTopic).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>As the user sees it.</summary>
    public string State => IsAvailable && !HasExpired ? _value : "unavailable";

    /// <summary>Whether its state is worth nothing after a time.</summary>
    public bool Expires => _component.ContainsKey("expire_after");

    // A button has no state: its schema drops the topic that a document shares with it.
    private string? StateTopic => Platform == "button" ? null : Text("state_topic");

    // 1.6: nothing was heard yet, or too long ago.
    private bool HasExpired => _component.TryGetValue("expire_after", out var seconds)
        && !(_heard is { } heard && _time.GetElapsedTime(heard) < TimeSpan.FromSeconds(seconds.GetInt32()));

    // 1.6: every topic counts as not available until a message came; latest is the default.
    private bool IsAvailable => _availability.Count == 0 || Text("availability_mode") switch
    {
        "all" => _availability.All(each => _available.GetValueOrDefault(each.Topic)),
        "any" => _availability.Any(each => _available.GetValueOrDefault(each.Topic)),
        _ => _latest,
    };

    /// <summary>An update of what was discovered before: state and availability stay.</summary>
    public void TakeOver(StandInEntity? before)
    {
        if (before is null)
        {
            return;
        }

        (_value, _latest, _heard) = (before._value, before._latest, before._heard);
        foreach (var (topic, available) in before._available)
        {
            _available[topic] = available;
        }
    }

    /// <summary>What is left of it after a restart: its state, not whether it is available.</summary>
    public StandInEntity Restored() => new(Platform, _component, _time, _complain) { _value = _value, _heard = _heard };

    /// <summary>A message came.</summary>
    public void Receive(string topic, string payload, bool wasRetained)
    {
        foreach (var each in _availability.Where(each => each.Topic == topic))
        {
            // A payload that is neither of the two is ignored.
            if (Render(each.Template, payload) is { } text && (text == each.Available || text == each.NotAvailable))
            {
                _latest = _available[topic] = text == each.Available;
            }
        }

        if (topic == StateTopic)
        {
            _heard = _time.GetTimestamp(); // 1.6: from the last message, an ignored one too
        }

        if (topic == StateTopic && !(Platform == "event" && wasRetained) && Render(_template, payload) is { Length: > 0 } state)
        {
            _value = Accept(state) ?? _value;
        }
    }

    [GeneratedRegex("[^a-z0-9_]+", RegexOptions.None, 1000)]
    private static partial Regex NoSlug { get; }

    [GeneratedRegex(@"^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\z", RegexOptions.None, 1000)]
    private static partial Regex PlainNumber { get; }

    // 1.11 and 1.12: null keeps the old state.
    private string? Accept(string state) => Platform switch
    {
        "select" when state.Equals("none", StringComparison.OrdinalIgnoreCase) => "unknown",
        _ when state == "None" => "unknown",
        "binary_sensor" => OneOf(state, ("payload_on", "ON", "on"), ("payload_off", "OFF", "off")),
        "switch" or "light" or "fan" => OneOf(state, ("payload_on", "ON", "on"), ("payload_off", "OFF", "off")),
        "sensor" when IsNumeric && !PlainNumber.IsMatch(state) => Wrong($"'{state}' is no number"),
        "sensor" when Text("device_class") == "timestamp" && !IsTimestamp(state) => Wrong($"'{state}' is no time with an offset"),
        "sensor" or "select" when Options is { } options && !options.Contains(state) => Wrong($"'{state}' is none of its options"),
        "number" => Number(state),
        "event" => Event(state),
        "update" => Update(state),
        _ when state.Length > 255 => Wrong("is longer than 255 characters"),
        _ => state,
    };

    private bool IsNumeric => Text("unit_of_measurement") is not null || Text("state_class") is not null
        || _component.ContainsKey("suggested_display_precision");

    private List<string>? Options => _component.TryGetValue("options", out var options)
        ? [.. options.EnumerateArray().Select(static each => each.GetString()!)]
        : null;

    private static bool IsTimestamp(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        && (text.EndsWith('Z') || text[^6..].IndexOfAny(['+', '-']) == 0);

    private string? Number(string state) =>
        !PlainNumber.IsMatch(state) ? Wrong($"'{state}' is no number")
        : double.Parse(state, CultureInfo.InvariantCulture) is var number && number < Limit("min", 0) || number > Limit("max", 100)
            ? Wrong($"'{state}' is outside of its range")
            : state;

    // 1.12: an event is JSON with one of its types; the stand-in shows the type, where Home Assistant shows the time.
    private string? Event(string state)
    {
        if (state == "{}")
        {
            return null;
        }

        var type = JsonKeys(state)?.GetValueOrDefault("event_type").ToString();
        return type is null ? Wrong($"'{state}' is no event")
            : _component["event_types"].EnumerateArray().Any(each => each.GetString() == type) ? type
            : Wrong($"'{type}' is none of its event types");
    }

    // An update tells versions in JSON, or the installed one as plain text; shown as "installed -> latest".
    private string? Update(string state) => JsonKeys(state) is { } keys
        ? keys.FirstOrDefault(static each => each.Value.ValueKind != JsonValueKind.String) is { Key: { } key }
            ? Wrong($"{key} is no text in '{state}'")
            : $"{keys["installed_version"]} -> {(keys.TryGetValue("latest_version", out var latest) ? latest : "unknown")}"
        : state;

    private static Dictionary<string, JsonElement>? JsonKeys(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone().EnumerateObject()
                    .ToDictionary(static each => each.Name, static each => each.Value, StringComparer.Ordinal)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private double Limit(string key, double otherwise) =>
        _component.TryGetValue(key, out var limit) ? limit.GetDouble() : otherwise;

    private string? OneOf(string state, params (string Key, string Usual, string Meaning)[] words)
    {
        foreach (var (key, usual, meaning) in words)
        {
            if (state == (Text(key) ?? usual))
            {
                return meaning;
            }
        }

        return Wrong($"'{state}' is neither on nor off");
    }

    private string? Wrong(string why)
    {
        _complain($"{Platform} {UniqueId}: {why}");
        return null;
    }

    // A template that fails keeps the old state, and is logged as an error.
    private string? Render(Template? template, string payload)
    {
        try
        {
            return template?.Render(payload) ?? payload;
        }
        catch (TemplateException failure)
        {
            Wrong($"its template fails on '{payload}': {failure.Message}");
            return null;
        }
    }

    private IEnumerable<AvailabilityTopic> Availability()
    {
        if (Text("availability_topic") is { } single)
        {
            var template = Text("availability_template") is { } text ? new Template(text) : null;
            yield return new(
                single, template, Text("payload_available") ?? "online", Text("payload_not_available") ?? "offline");
        }

        if (_component.TryGetValue("availability", out var list))
        {
            if (_component.ContainsKey("availability_topic"))
            {
                _complain($"{Platform} {UniqueId}: availability and availability_topic exclude each other");
            }

            foreach (var each in list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : new[] { list })
            {
                yield return new(
                    each.GetProperty("topic").GetString()!,
                    each.TryGetProperty("value_template", out var text) ? new Template(text.GetString()!) : null,
                    each.TryGetProperty("payload_available", out var on) ? on.GetString()! : "online",
                    each.TryGetProperty("payload_not_available", out var off) ? off.GetString()! : "offline");
            }
        }
    }

    private string? Text(string key) =>
        _component.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record AvailabilityTopic(string Topic, Template? Template, string Available, string NotAvailable);
}
