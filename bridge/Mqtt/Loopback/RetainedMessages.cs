using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>The retained message of each topic, as long as it has not expired (MQTT 5 §3.3.1.3, §3.3.2.3.3).</summary>
internal sealed class RetainedMessages(TimeProvider time)
{
    private const int Limit = 100_000;

    private readonly Dictionary<string, StoredMessage> _messages = [];

    /// <summary>Keeps the message; an empty one clears its topic.</summary>
    public void Store(in Publish message)
    {
        if (message.Payload.IsEmpty)
        {
            _messages.Remove(message.Topic);
        }
        else if (_messages.Count < Limit || _messages.ContainsKey(message.Topic))
        {
            _messages[message.Topic] = new StoredMessage(message, time.GetTimestamp());
        }
    }

    /// <summary>What a filter matches, its expiry shortened by the time it has lain here.</summary>
    public IEnumerable<Publish> Matching(string filter)
    {
        foreach (var (topic, stored) in _messages.ToArray())
        {
            if (!TopicRules.Matches(filter, topic))
            {
                continue;
            }

            if (stored.Aged(time) is { } message)
            {
                yield return message;
            }
            else
            {
                _messages.Remove(topic);
            }
        }
    }
}
