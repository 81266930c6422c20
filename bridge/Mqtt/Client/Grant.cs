using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>What is in force on a connection after its CONNACK (MQTT 5 §3.2.2.3).</summary>
internal sealed record Grant(MqttSession Session, byte MaximumQos, bool RetainAvailable)
{
    /// <summary>3.1.1 brokers do not tell: mosquitto's default for messages in flight.</summary>
    private const int SilentReceiveMaximum = 20;

    /// <summary>The broker keeps the session when the connection ends.</summary>
    public bool KeepsSession { get; init; }

    /// <summary>Topic aliases the broker takes; 0 for none.</summary>
    public int TopicAliasMaximum { get; init; }

    /// <summary>False where the broker takes no <c>$share/…</c>.</summary>
    public bool SharedSubscriptions { get; init; } = true;

    /// <summary>False where the broker takes no Subscription Identifier.</summary>
    public bool SubscriptionIdentifiers { get; init; } = true;

    public ProtocolLevel Level => Session.Protocol == MqttProtocol.V311 ? ProtocolLevel.V311 : ProtocolLevel.V5;

    public static Grant From(MqttConnectOptions options, ProtocolLevel level, ConnAck answer)
    {
        uint? Number(PropertyId id) => answer.Properties?.Number(id);
        if (answer.SessionPresent && options.CleanStart)
        {
            throw MqttProtocolException.ProtocolError("A session is present where a clean start was asked for.");
        }

        var serverKeepAlive = Number(PropertyId.ServerKeepAlive);
        var receiveMaximum = level == ProtocolLevel.V311 ? SilentReceiveMaximum : ushort.MaxValue;
        var session = new MqttSession(
            level == ProtocolLevel.V311 ? MqttProtocol.V311 : MqttProtocol.V5,
            answer.SessionPresent,
            answer.Properties?.Text(PropertyId.AssignedClientIdentifier) ?? options.ClientId,
            TimeSpan.FromSeconds(serverKeepAlive ?? Math.Ceiling(options.KeepAlive.TotalSeconds)),
            (int)(Number(PropertyId.ReceiveMaximum) ?? (uint)receiveMaximum),
            Number(PropertyId.MaximumPacketSize));
        return new Grant(session, (byte)(Number(PropertyId.MaximumQos) ?? 2), Number(PropertyId.RetainAvailable) != 0)
        {
            KeepsSession = level == ProtocolLevel.V311
                ? !options.CleanStart
                : (Number(PropertyId.SessionExpiryInterval) ?? options.SessionExpiry) > 0,
            TopicAliasMaximum = (int)(Number(PropertyId.TopicAliasMaximum) ?? 0),
            SharedSubscriptions = Number(PropertyId.SharedSubscriptionAvailable) != 0,
            SubscriptionIdentifiers = Number(PropertyId.SubscriptionIdentifierAvailable) != 0,
        };
    }

    /// <summary>Why this broker would not take a message, and would end the connection for it; null when it does.</summary>
    public MqttException? Refusal(in Publish packet)
    {
        if (packet.Qos > MaximumQos)
        {
            return new MqttException($"'{packet.Topic}': the broker takes QoS {MaximumQos} at most");
        }

        return packet.Retain && !RetainAvailable
            ? new MqttException($"'{packet.Topic}': the broker keeps no retained messages")
            : RefusalOfSize(packet.Length(Level), packet.Topic);
    }

    /// <summary>Fails a SUBSCRIBE that this broker would not take.</summary>
    /// <exception cref="MqttException">It would not.</exception>
    public void Check(Subscribe packet)
    {
        if (!SharedSubscriptions && packet.Filters.Any(static filter => TopicRules.IsShared(filter.Filter)))
        {
            throw new MqttException("the broker knows no shared subscriptions ($share)");
        }

        if (!SubscriptionIdentifiers && packet.Properties?.Number(PropertyId.SubscriptionIdentifier) is not null)
        {
            throw new MqttException("the broker knows no subscription identifiers");
        }

        CheckSize(packet.Length(Level), "SUBSCRIBE");
    }

    /// <summary>Fails a packet that is too large for this broker.</summary>
    /// <exception cref="MqttException">It is.</exception>
    public void CheckSize(long remainingLength, string what)
    {
        if (RefusalOfSize(remainingLength, what) is { } refusal)
        {
            throw refusal;
        }
    }

    private MqttException? RefusalOfSize(long remainingLength, string what)
    {
        var size = FixedHeader.SizeOfPacket(remainingLength);
        var limit = Session.MaximumPacketSize ?? uint.MaxValue;
        return remainingLength > FixedHeader.MaximumLength || size > limit
            ? new MqttException(
                $"'{what}': a packet of {size} bytes where the broker takes {Math.Min(limit, FixedHeader.MaximumLength)}")
            : null;
    }
}
