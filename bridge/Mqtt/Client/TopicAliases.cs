using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>
/// Topic aliases of one connection towards the broker (MQTT 5 §3.3.2.3.4). A topic gets one when it is used a second
/// time, and keeps it: with more topics in turn than aliases, handing them on would only add bytes.
/// </summary>
/// <param name="maximum">The broker's Topic Alias Maximum; 0 allows none.</param>
/// <param name="grant">Tells whether the packet that introduces an alias still fits.</param>
internal sealed class TopicAliases(int maximum, Grant grant)
{
    /// <summary>With shorter topics an alias saves nothing.</summary>
    private const int ShortestTopic = 8;

    private const int Limit = 64;

    private readonly Dictionary<string, PacketProperties?> _topics = new(StringComparer.Ordinal);
    private readonly int _limit = Math.Min(maximum, Limit);
    private int _used;

    /// <summary>The packet as it goes to the wire.</summary>
    public Publish Apply(in Publish packet)
    {
        if (_limit == 0 || packet.Topic.Length < ShortestTopic)
        {
            return packet;
        }

        if (_topics.TryGetValue(packet.Topic, out var alias))
        {
            return alias is null ? Introduce(packet) : Aliased(packet, alias) with { Topic = string.Empty };
        }

        if (_topics.Count < _limit * 2)
        {
            _topics.Add(packet.Topic, null);
        }

        return packet;
    }

    private Publish Introduce(in Publish packet)
    {
        if (_used == _limit)
        {
            return packet;
        }

        var alias = new PacketProperties { { PropertyId.TopicAlias, (uint)(_used + 1) } };
        var both = Aliased(packet, alias);
        if (grant.Refusal(both) is not null)
        {
            return packet; // too large by these few bytes
        }

        _used++;
        _topics[packet.Topic] = alias;
        return both;
    }

    private static Publish Aliased(in Publish packet, PacketProperties alias) =>
        packet with { Properties = packet.Properties is { } own ? own.With(alias) : alias };
}
