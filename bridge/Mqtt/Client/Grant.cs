using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>What is in force on a connection after its CONNACK (MQTT 5 §3.2.2.3).</summary>
internal sealed record Grant(MqttSession Session, byte MaximumQos, bool RetainAvailable)
{
    /// <summary>3.1.1 brokers do not tell: mosquitto's default for messages in flight.</summary>
    private const int SilentReceiveMaximum = 20;

    public ProtocolLevel Level => Session.Protocol == MqttProtocol.V311 ? ProtocolLevel.V311 : ProtocolLevel.V5;

    public static Grant From(MqttConnectOptions options, ProtocolLevel level, ConnAck answer)
    {
        uint? Number(PropertyId id) => answer.Properties?.Number(id);
        var serverKeepAlive = Number(PropertyId.ServerKeepAlive);
        var receiveMaximum = level == ProtocolLevel.V311 ? SilentReceiveMaximum : ushort.MaxValue;
        var session = new MqttSession(
            level == ProtocolLevel.V311 ? MqttProtocol.V311 : MqttProtocol.V5,
            answer.SessionPresent,
            answer.Properties?.Text(PropertyId.AssignedClientIdentifier) ?? options.ClientId,
            TimeSpan.FromSeconds(serverKeepAlive ?? Math.Ceiling(options.KeepAlive.TotalSeconds)),
            (int)(Number(PropertyId.ReceiveMaximum) ?? (uint)receiveMaximum),
            Number(PropertyId.MaximumPacketSize));
        return new Grant(session, (byte)(Number(PropertyId.MaximumQos) ?? 2), Number(PropertyId.RetainAvailable) != 0);
    }

    /// <summary>Fails what this broker would not take, and would end the connection for.</summary>
    public void Check(in Publish packet)
    {
        if (packet.Qos > MaximumQos)
        {
            throw new MqttException($"'{packet.Topic}': the broker takes QoS {MaximumQos} at most.");
        }

        if (packet.Retain && !RetainAvailable)
        {
            throw new MqttException($"'{packet.Topic}': the broker keeps no retained messages.");
        }

        CheckSize(packet.Length(Level), packet.Topic);
    }

    public void CheckSize(long remainingLength, string topic)
    {
        var size = FixedHeader.SizeOfPacket(remainingLength);
        if (remainingLength > FixedHeader.MaximumLength || size > (Session.MaximumPacketSize ?? uint.MaxValue))
        {
            var limit = Session.MaximumPacketSize ?? FixedHeader.MaximumLength;
            throw new MqttException($"'{topic}': a packet of {size} bytes where the broker takes {limit}.");
        }
    }
}
