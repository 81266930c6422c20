namespace Bridge.TestSupport.HomeAssistant;

/// <content>What the user does.</content>
public sealed partial class StandIn
{
    /// <summary>The user calls a service: the topics and payloads that Home Assistant publishes.</summary>
    public IReadOnlyList<(string Topic, string Payload)> Call(string entityId, string service, string value = "") =>
        Loaded(_registry.Single(entry => entry.EntityId == entityId))!.Entity!.Call(service, value);

    /// <summary>The user deletes a device: the topics on which Home Assistant publishes an empty retained message (1.8).</summary>
    public IReadOnlyList<string> Delete(string device)
    {
        var gone = _registry.Where(entry => entry.Device == device).ToArray();
        var topics = gone.Select(entry => Loaded(entry)?.Topic).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        foreach (var entry in gone)
        {
            _registry.Remove(entry);
        }

        foreach (var key in _discovered.Where(each => topics.Contains(each.Value.Topic)).Select(static each => each.Key).ToArray())
        {
            _discovered.Remove(key);
        }

        return topics;
    }

    /// <summary>The user deletes one entity that has a message of its own: the topic that Home Assistant clears (1.8).</summary>
    public string DeleteEntity(string entityId)
    {
        var entry = _registry.Single(entry => entry.EntityId == entityId);
        var topic = Loaded(entry)!.Topic;
        _registry.Remove(entry);
        _discovered.Remove(_discovered.Single(each => each.Value.Topic == topic).Key);
        return topic;
    }
}
