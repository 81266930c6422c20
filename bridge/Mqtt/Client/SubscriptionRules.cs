using System.Collections.Immutable;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>What may be subscribed to, checked before anything is sent; and its form on the wire.</summary>
internal static class SubscriptionRules
{
    public static Subscribe ToPacket(ImmutableArray<MqttSubscription> subscriptions)
    {
        var properties = new PacketProperties();
        properties.Add(PropertyId.SubscriptionIdentifier, Identifier(subscriptions));
        foreach (var subscription in subscriptions)
        {
            MessageRules.AddUserProperties(properties, subscription.UserProperties);
        }

        return new Subscribe(0, [.. subscriptions.Select(ToFilter)], properties);
    }

    public static void CheckFilter(string filter)
    {
        MqttText.Check(filter, nameof(filter));
        if (!TopicRules.IsFilter(filter))
        {
            throw new ArgumentException(
                $"'{filter}' is no topic filter: + must be a whole level, # the whole last one; $share needs a group.",
                nameof(filter));
        }
    }

    private static RequestedFilter ToFilter(MqttSubscription subscription)
    {
        CheckFilter(subscription.Filter);
        MessageRules.CheckQos(subscription.Qos);
        if (subscription.NoLocal && TopicRules.IsShared(subscription.Filter))
        {
            throw new ArgumentException(
                $"'{subscription.Filter}': a shared subscription cannot leave out the client's own messages.",
                nameof(subscription));
        }

        return new RequestedFilter(
            subscription.Filter,
            (byte)subscription.Qos,
            subscription.NoLocal,
            subscription.RetainAsPublished,
            (byte)subscription.RetainHandling);
    }

    private static uint? Identifier(ImmutableArray<MqttSubscription> subscriptions)
    {
        var identifier = subscriptions[0].Identifier;
        var isRight = identifier is null or (>= 1 and <= FixedHeader.MaximumLength)
            && subscriptions.All(subscription => subscription.Identifier == identifier);
        return isRight
            ? identifier
            : throw new ArgumentException(
                $"One identifier of 1 to {FixedHeader.MaximumLength} goes for all filters of a SUBSCRIBE.",
                nameof(subscriptions));
    }
}
