using System.Collections.Immutable;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>What a caller may ask for, checked before anything is sent; and its form on the wire.</summary>
internal static class MessageRules
{
    public static Publish ToPacket(MqttMessage message)
    {
        CheckMessage(message);
        return new Publish(
            message.Topic,
            message.Payload,
            (byte)message.Qos,
            message.Retain,
            Properties: message.Properties is { } properties ? ToPacket(properties) : null);
    }

    public static Will ToWill(MqttMessage will)
    {
        CheckMessage(will);
        if (will.Payload.Length > ushort.MaxValue)
        {
            throw new ArgumentException("The payload of a will must not be longer than 65,535 bytes.", nameof(will));
        }

        return new Will(
            will.Topic,
            will.Payload,
            (byte)will.Qos,
            will.Retain,
            will.Properties is { } properties ? ToPacket(properties) : null);
    }

    public static ImmutableArray<RequestedFilter> ToPacket(ImmutableArray<MqttSubscription> subscriptions) =>
    [
        .. subscriptions.Select(static subscription =>
        {
            CheckFilter(subscription.Filter);
            CheckQos(subscription.Qos);
            return new RequestedFilter(
                subscription.Filter,
                (byte)subscription.Qos,
                subscription.NoLocal,
                subscription.RetainAsPublished,
                (byte)subscription.RetainHandling);
        }),
    ];

    public static void CheckFilter(string filter)
    {
        MqttText.Check(filter, nameof(filter));
        if (!TopicRules.IsFilter(filter))
        {
            throw new ArgumentException(
                $"'{filter}' is no topic filter: + must be a whole level, # the whole last one.", nameof(filter));
        }
    }

    public static MqttMessageProperties? ToProperties(PacketProperties? properties) =>
        properties is null
            ? null
            : new MqttMessageProperties
            {
                MessageExpiry = properties.Number(PropertyId.MessageExpiryInterval),
                ContentType = properties.Text(PropertyId.ContentType),
                ResponseTopic = properties.Text(PropertyId.ResponseTopic),
                CorrelationData = properties.Data(PropertyId.CorrelationData),
                UserProperties = [.. properties.UserProperties],
            };

    private static PacketProperties ToPacket(MqttMessageProperties properties)
    {
        var packet = new PacketProperties();
        packet.Add(PropertyId.MessageExpiryInterval, properties.MessageExpiry);
        packet.Add(PropertyId.ContentType, Checked(properties.ContentType));
        packet.Add(PropertyId.ResponseTopic, Checked(properties.ResponseTopic));
        if (properties.CorrelationData is { Length: > ushort.MaxValue })
        {
            throw new ArgumentException("Correlation data must not be longer than 65,535 bytes.", nameof(properties));
        }

        packet.Add(PropertyId.CorrelationData, properties.CorrelationData);
        foreach (var (name, value) in properties.UserProperties)
        {
            packet.Add(Checked(name), Checked(value));
        }

        return packet;
    }

    private static void CheckMessage(MqttMessage message)
    {
        MqttText.Check(message.Topic, nameof(message));
        CheckQos(message.Qos);
        if (!TopicRules.IsName(message.Topic))
        {
            throw new ArgumentException(
                $"'{message.Topic}' is no topic name: it must not be empty or hold + or #.", nameof(message));
        }
    }

    private static void CheckQos(MqttQos qos)
    {
        if (qos is not (MqttQos.AtMostOnce or MqttQos.AtLeastOnce))
        {
            throw new ArgumentException($"Quality of service {(int)qos} is not built yet: use 0 or 1.", nameof(qos));
        }
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Checked(string? text)
    {
        MqttText.Check(text ?? string.Empty, nameof(text));
        return text;
    }
}
