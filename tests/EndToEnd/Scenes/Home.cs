using System.Collections.Immutable;
using Bridge.TestSupport.HomeAssistant;

namespace Bridge.EndToEnd.Scenes;

/// <summary>A stand-in for Home Assistant, told what a listener hears at the broker.</summary>
internal sealed class Home
{
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);
    private readonly StandIn _standIn;
    private Listener _listener;
    private int _fed;

    /// <summary>Hears what the listener hears.</summary>
    public Home(Listener listener)
    {
        _listener = listener;
        _standIn = new(_kept.GetValueOrDefault);
    }

    /// <summary>What the broker keeps, by its topic.</summary>
    public IReadOnlyDictionary<string, string> Kept => _kept;

    /// <summary>What it would log.</summary>
    public IReadOnlyList<string> Complaints => _standIn.Complaints;

    /// <summary>State of an entity; null when there is none.</summary>
    public async Task<string?> StateAsync(string entityId)
    {
        await HearAsync();
        return _standIn.State(entityId);
    }

    /// <summary>The user calls a service; the topics on which Home Assistant publishes then.</summary>
    public async Task<IReadOnlyList<string>> CallAsync(string entityId, string service, string value = "")
    {
        await HearAsync();
        var messages = _standIn.Call(entityId, service, value);
        foreach (var (topic, payload) in messages)
        {
            await _listener.PublishAsync(topic, payload);
        }

        return [.. messages.Select(static message => message.Topic)];
    }

    /// <summary>The entities, and what their history hangs on.</summary>
    public async Task<ImmutableSortedDictionary<string, int>> NumbersAsync()
    {
        await HearAsync();
        return _standIn.Registry.ToImmutableSortedDictionary(
            static entry => entry.UniqueId, static entry => entry.Number, StringComparer.Ordinal);
    }

    /// <summary>The broker forgot everything, and somebody else listens to it now.</summary>
    public void Forget(Listener listener)
    {
        _kept.Clear();
        (_listener, _fed) = (listener, 0);
    }

    /// <summary>Starts again, with what the broker keeps, and says that it is there.</summary>
    public async Task RestartAsync()
    {
        await HearAsync();
        _standIn.Restart(_kept.Keys);
        await _listener.PublishAsync("homeassistant/status", "online");
    }

    private async Task HearAsync()
    {
        await _listener.SyncAsync();
        foreach (var heard in _listener.From(_fed))
        {
            _fed++;
            if (heard.Retain && heard.Payload.Length > 0)
            {
                _kept[heard.Topic] = heard.Payload;
            }
            else if (heard.Retain)
            {
                _kept.Remove(heard.Topic);
            }

            _standIn.Receive(heard.Topic, heard.Payload);
        }
    }
}
