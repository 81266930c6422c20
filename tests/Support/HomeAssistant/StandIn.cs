using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bridge.TestSupport.HomeAssistant;

/// <summary>
/// A stand-in for Home Assistant's MQTT integration: it is told every message, keeps discoveries, a registry and states
/// as the integration does, and is asked which entities exist, and in which state. Rules quote the clauses of the notes on
/// Home Assistant's contract that they follow. Not thread-safe.
/// </summary>
/// <param name="retained">What the broker keeps on a topic, asked at each subscription; null for nothing.</param>
/// <param name="prefix">Discovery prefix.</param>
/// <param name="time">The clock by which states expire; the system's by default.</param>
public sealed partial class StandIn(
    Func<string, string?> retained, string prefix = "homeassistant", TimeProvider? time = null)
{
    private readonly Dictionary<(string Platform, string Id), Discovered> _discovered = [];
    private readonly List<RegistryEntry> _registry = [];
    private readonly List<string> _complaints = [];
    private readonly Dictionary<(string Platform, string UniqueId), StandInEntity> _restored = [];
    private readonly List<string> _fired = [];
    private readonly HashSet<string> _subscribed = new(StringComparer.Ordinal);
    private int _entries;

    /// <summary>What Home Assistant would log as a warning or an error.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>The device triggers that fired, as <c>type subtype</c>.</summary>
    public IReadOnlyList<string> Fired => _fired;

    /// <summary>The registry.</summary>
    public IReadOnlyList<RegistryEntry> Registry => _registry;

    /// <summary>Devices with an entity.</summary>
    public IEnumerable<string> Devices =>
        _registry.Select(static entry => entry.Device).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>A message came from the broker.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="wasRetained">True when it comes for a new subscription.</param>
    public void Receive(string topic, string payload, bool wasRetained = false)
    {
        if (DiscoveryTopic.Match(topic) is { Success: true } match && match.Groups["prefix"].Value == prefix)
        {
            Discover(topic, match.Groups["component"].Value, match.Groups["node"].Value, match.Groups["object"].Value, payload);
        }

        foreach (var ((platform, _), each) in _discovered.ToArray())
        {
            each.Entity?.Receive(topic, payload, wasRetained);
            if (platform == "device_automation" && StandInTrigger.Fired(each.Component, topic, payload) is { } fired)
            {
                _fired.Add(fired);
            }
        }
    }

    /// <summary>
    /// The state as the user sees it; <c>unavailable</c> also for what is in the registry and was not announced since the
    /// start, <c>disabled</c> for what is not switched on, null for what does not exist.
    /// </summary>
    public string? State(string entityId)
    {
        if (_registry.FirstOrDefault(entry => entry.EntityId == entityId) is not { } entry)
        {
            return null;
        }

        return entry.IsDisabled ? "disabled" : Loaded(entry)?.Entity?.State ?? "unavailable";
    }

    /// <summary>All states by entity id.</summary>
    public IReadOnlyDictionary<string, string> States => new SortedDictionary<string, string>(
        _registry.ToDictionary(static entry => entry.EntityId, entry => State(entry.EntityId)!, StringComparer.Ordinal),
        StringComparer.Ordinal);

    /// <summary>What an entity was last announced with; null for one that was not since the start.</summary>
    /// <param name="entry">The entity.</param>
    /// <param name="key">Such as <c>unit_of_measurement</c>.</param>
    public string? Announced(RegistryEntry entry, string key) =>
        Loaded(entry)?.Component.TryGetValue(key, out var text) == true ? text.GetString() : null;

    /// <summary>The user switches on what was announced as disabled.</summary>
    public void Enable()
    {
        for (var at = 0; at < _registry.Count; at++)
        {
            _registry[at] = _registry[at] with { IsDisabled = false };
        }
    }

    /// <summary>
    /// Stops and starts: states and discoveries are forgotten, the registry is not; all retained messages come again.
    /// </summary>
    /// <param name="topics">All topics on which the broker keeps something.</param>
    public void Restart(IEnumerable<string> topics)
    {
        // 1.6: of states that expire, the rest of their time is left.
        _restored.Clear();
        foreach (var entity in _discovered.Values.Select(static each => each.Entity).OfType<StandInEntity>().Where(static each => each.Expires))
        {
            _restored[(entity.Platform, entity.UniqueId)] = entity.Restored();
        }

        _discovered.Clear();
        _subscribed.Clear();
        foreach (var topic in topics.Where(static topic => topic.EndsWith("/config", StringComparison.Ordinal)).ToArray())
        {
            Receive(topic, retained(topic)!, wasRetained: true);
        }
    }

    // 1.1: the form of discovery topics.
    [GeneratedRegex(
        @"^(?<prefix>.+)/(?<component>\w+)/(?:(?<node>[a-zA-Z0-9_-]+)/)?(?<object>[a-zA-Z0-9_-]+)/config\z",
        RegexOptions.RightToLeft, 1000)]
    private static partial Regex DiscoveryTopic { get; }

    private Discovered? Loaded(RegistryEntry entry) => _discovered.Values.FirstOrDefault(each =>
        each.Entity is { } entity && entity.Platform == entry.Platform && entity.UniqueId == entry.UniqueId);

    private void Discover(string topic, string component, string node, string objectId, string payload)
    {
        if (payload.Length == 0)
        {
            Clear(topic, component, node, objectId);
            return;
        }

        if (DiscoveryMessage.Parse(payload, out var why) is not { } message)
        {
            Complain($"{topic}: {why}");
        }
        else if (message.IsMigration)
        {
            Migrate(topic, message);
        }
        else if (component == "device")
        {
            Document(topic, node, objectId, message);
        }
        else
        {
            Set(topic, component, node.Length == 0 ? objectId : $"{node} {objectId}", message.Root);
        }
    }

    // 1.8: an empty payload removes what was discovered by this topic, registry entries included.
    private void Clear(string topic, string component, string node, string objectId)
    {
        if (component != "device")
        {
            Remove(topic, component, node.Length == 0 ? objectId : $"{node} {objectId}");
            return;
        }

        foreach (var (platform, id) in _discovered.Where(each => each.Value.Topic == topic).Select(static each => each.Key).ToArray())
        {
            Remove(topic, platform, id);
        }
    }

    // 1.8: unloads, keeps the registry.
    private void Migrate(string topic, DiscoveryMessage message)
    {
        if (message.Root.Count > 1)
        {
            Complain($"{topic}: migrate_discovery stands beside other keys");
            return;
        }

        foreach (var key in _discovered.Where(each => each.Value.Topic == topic).Select(static each => each.Key).ToArray())
        {
            _discovered.Remove(key);
        }
    }

    // 1.3: the whole document is refused for one wrong root key; what is left out of it is not removed.
    private void Document(string topic, string node, string objectId, DiscoveryMessage message)
    {
        if (message.WhyNoDocument is { } why)
        {
            Complain($"{topic}: {why}");
            return;
        }

        foreach (var (key, component) in message.Components)
        {
            var id = node.Length == 0 ? $"{objectId} {key}" : $"{objectId} {node} {key}";
            var platform = component["platform"].GetString()!;
            if (component.Count == 1)
            {
                Remove(topic, platform, id);
            }
            else
            {
                Set(topic, platform, id, component);
            }
        }
    }

    private void Remove(string topic, string platform, string id)
    {
        if (!_discovered.TryGetValue((platform, id), out var known))
        {
            return;
        }

        if (known.Topic != topic)
        {
            return; // 1.8: a conflict, which the clean-up of a migration is; one line, nothing is removed
        }

        _discovered.Remove((platform, id));
        _registry.RemoveAll(entry => entry.Platform == platform && entry.UniqueId == known.Entity?.UniqueId);
    }

    private void Set(string topic, string platform, string id, IReadOnlyDictionary<string, JsonElement> component)
    {
        if (_discovered.TryGetValue((platform, id), out var known))
        {
            if (known.Topic != topic)
            {
                Complain($"{topic}: conflicts with {known.Topic}, which has {platform} {id}");
                return;
            }

            if (DiscoveryMessage.AreEqual(known.Component, component))
            {
                return;
            }
        }

        if (platform is "device_automation" or "tag")
        {
            _discovered[(platform, id)] = new(topic, component, null);
            return;
        }

        var entity = new StandInEntity(platform, component, time ?? TimeProvider.System, Complain);
        if (known is null && _discovered.Values.Any(each => each.Entity is { } other
            && other.Platform == platform && other.UniqueId == entity.UniqueId))
        {
            Complain($"{topic}: {platform} has the unique id {entity.UniqueId} already");
            return;
        }

        _discovered[(platform, id)] = new(topic, component, entity);
        Register(entity);
        entity.TakeOver(known?.Entity ?? _restored.GetValueOrDefault((platform, entity.UniqueId)));
        Subscribe(entity);
    }

    private void Register(StandInEntity entity)
    {
        if (_registry.Any(entry => entry.Platform == entity.Platform && entry.UniqueId == entity.UniqueId))
        {
            return;
        }

        var wanted = entity.DefaultEntityId;
        var free = wanted;
        for (var more = 2; _registry.Any(entry => entry.EntityId == free); more++)
        {
            free = $"{wanted}_{more}";
        }

        _registry.Add(new(++_entries, entity.Platform, entity.UniqueId, free, entity.Device, !entity.IsEnabledByDefault));
    }

    // 1.7: a retained message goes to the new subscriber only.
    private void Subscribe(StandInEntity entity)
    {
        foreach (var topic in entity.Topics)
        {
            _subscribed.Add(topic);
            if (retained(topic) is { } payload)
            {
                entity.Receive(topic, payload, wasRetained: true);
            }
        }
    }

    private void Complain(string complaint) => _complaints.Add(complaint);

    private sealed record Discovered(string Topic, IReadOnlyDictionary<string, JsonElement> Component, StandInEntity? Entity);
}
