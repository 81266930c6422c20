using System.Text;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>CONNECT and its answer on a fresh transport.</summary>
internal static class Handshake
{
    public static Connect Request(MqttConnectOptions options, ProtocolLevel level) =>
        new(level, options.ClientId, options.CleanStart, (ushort)Math.Ceiling(options.KeepAlive.TotalSeconds))
        {
            // 3.1.1 allows no password without a user name.
            Username = options.Username ?? (level == ProtocolLevel.V311 && options.Password is not null ? "" : null),
            Password = options.Password is { } password ? (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(password) : null,
            Will = options.Will is { } will ? MessageRules.ToWill(will, options.WillDelay) : null,
            Properties = Properties(options),
        };

    private static PacketProperties Properties(MqttConnectOptions options)
    {
        var properties = new PacketProperties
        {
            { PropertyId.SessionExpiryInterval, options.SessionExpiry == 0 ? (uint?)null : options.SessionExpiry },
            { PropertyId.ReceiveMaximum, (uint)Inbox.ReceiveMaximum },
            { PropertyId.MaximumPacketSize, (uint)options.MaximumPacketSize },
            { PropertyId.TopicAliasMaximum, (uint)ReceivedAliases.Maximum },
        };
        MessageRules.AddUserProperties(properties, options.UserProperties);
        return properties;
    }

    /// <summary>The broker's answer; null when the peer closed without one.</summary>
    /// <exception cref="MqttProtocolException">What came was no CONNACK.</exception>
    /// <exception cref="TransportException">The broker ended TLS with an alert.</exception>
    public static async Task<ConnAck?> ExchangeAsync(
        IMqttTransport transport,
        PacketReceiver receiver,
        Connect connect,
        MqttTlsOptions tls,
        CancellationToken cancellationToken)
    {
        await SendAsync(transport, connect, cancellationToken);
        try
        {
            return await receiver.ReceiveAsync(cancellationToken) is { } answer ? Read(answer, connect.Level) : null;
        }
        catch (IOException broken)
        {
            return TlsAlert.Explain(broken, tls) is { } alert ? throw alert : null; // reset is the same as closed to us
        }
    }

    private static async Task SendAsync(IMqttTransport transport, Connect connect, CancellationToken cancellationToken)
    {
        using var request = new PacketBuffer();
        connect.Write(request);
        try
        {
            await transport.WriteAsync(request.Written, cancellationToken);
        }
        catch (IOException)
        {
            return; // the peer has closed already; why, may still be read
        }
    }

    private static ConnAck Read(ReceivedPacket answer, ProtocolLevel level) => answer.Header.Type switch
    {
        PacketType.ConnAck => ConnAck.Read(answer.Body.Span, level),
        PacketType.Auth => throw new MqttProtocolException(
            (byte)MqttReasonCode.BadAuthenticationMethod,
            "it asks for enhanced authentication (AUTH), which nobody offered"),
        _ => throw MqttProtocolException.ProtocolError($"{answer.Header.Type} where CONNACK was due."),
    };
}
