using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>Gives each message to one member of every group that wants it, in turn (MQTT 5 §4.8.2).</summary>
internal sealed class SharedSubscriptions
{
    private int _turn;

    /// <summary>Delivers a message to the groups among these clients.</summary>
    /// <returns>Whether a group wants it.</returns>
    public bool Offer(in Publish message, IEnumerable<BrokerClient> clients)
    {
        var topic = message.Topic;
        var groups = clients
            .SelectMany(client => client.SharedMatching(topic).Select(subscription => (client, subscription)))
            .GroupBy(static member => member.subscription.Filter.Filter, StringComparer.Ordinal)
            .ToArray();
        foreach (var group in groups)
        {
            var (client, subscription) = Choose([.. group]);
            List<uint>? ids = subscription.Id is { } id ? [id] : null;
            var filter = subscription.Filter;
            client.Deliver(
                message, Math.Min(message.Qos, filter.Qos), filter.RetainAsPublished && message.Retain, ids);
        }

        return groups.Length > 0;
    }

    /// <summary>The next in turn among those that are there; when all are away, among all.</summary>
    private (BrokerClient Client, BrokerSubscription Subscription) Choose(
        (BrokerClient Client, BrokerSubscription Subscription)[] members)
    {
        var present = members.Where(static member => member.Client.Link is not null).ToArray();
        var choice = present.Length > 0 ? present : members;
        _turn = (_turn + 1) & int.MaxValue;
        return choice[_turn % choice.Length];
    }
}
