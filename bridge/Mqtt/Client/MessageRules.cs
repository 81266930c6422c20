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

    public static Will ToWill(MqttMessage will, TimeSpan delay)
    {
        CheckMessage(will);
        if (will.Payload.Length > ushort.MaxValue)
        {
            throw new ArgumentException("The payload of a will must not be longer than 65,535 bytes.", nameof(will));
        }

        var packet = will.Properties is { } properties ? ToPacket(properties) : [];
        packet.Add(PropertyId.WillDelayInterval, delay == TimeSpan.Zero ? null : Seconds(delay));
        return new Will(will.Topic, will.Payload, (byte)will.Qos, will.Retain, packet);
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
        AddUserProperties(packet, properties.UserProperties);
        return packet;
    }

    public static void AddUserProperties(
        PacketProperties packet, ImmutableArray<KeyValuePair<string, string>> properties)
    {
        foreach (var (name, value) in properties)
        {
            packet.Add(Checked(name), Checked(value));
        }
    }

    private static uint Seconds(TimeSpan interval) => (uint)Math.Min(Math.Ceiling(interval.TotalSeconds), uint.MaxValue);

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

    public static void CheckQos(MqttQos qos)
    {
        if (qos is not (MqttQos.AtMostOnce or MqttQos.AtLeastOnce or MqttQos.ExactlyOnce))
        {
            throw new ArgumentException($"Quality of service {(int)qos} is none of 0, 1 and 2.", nameof(qos));
        }
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Checked(string? text)
    {
        MqttText.Check(text ?? string.Empty, nameof(text));
        return text;
    }
}
