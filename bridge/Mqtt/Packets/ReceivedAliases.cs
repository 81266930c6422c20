using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>Topic aliases that the peer has set on this connection (MQTT 5 §3.3.2.3.4).</summary>
internal sealed class ReceivedAliases
{
    /// <summary>Topic Alias Maximum told to the peer.</summary>
    public const int Maximum = 16;

    private const byte TopicAliasInvalid = 0x94;

    private readonly string?[] _topics = new string?[Maximum + 1];

    /// <summary>The topic of a PUBLISH, which may set an alias, or be one.</summary>
    /// <exception cref="MqttProtocolException">The alias is too high, or stands for nothing.</exception>
    public string Resolve(in Publish packet)
    {
        if (packet.Properties?.Number(PropertyId.TopicAlias) is not { } alias)
        {
            return packet.Topic;
        }

        if (alias > Maximum || (packet.Topic.Length == 0 && _topics[alias] is null))
        {
            throw new MqttProtocolException(
                TopicAliasInvalid, $"Topic alias {alias} has no topic; {Maximum} aliases are allowed.");
        }

        return packet.Topic.Length > 0 ? _topics[alias] = packet.Topic : _topics[alias]!;
    }
}
