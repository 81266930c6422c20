using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>The ways a connection ends, in words for a log line.</summary>
internal static class Endings
{
    public static MqttClosed NoSignOfLife { get; } = new(
        MqttCloseCause.KeepAlive, null, "no sign of life for one and a half keep-alive intervals");

    public static MqttClosed Aborted { get; } = new(
        MqttCloseCause.Requested, null, "closed without DISCONNECT, as asked");

    public static MqttClosed Lost(string how) => new(MqttCloseCause.ConnectionLost, null, how);

    public static MqttClosed By(Disconnect disconnect)
    {
        var reason = (MqttReasonCode)disconnect.Reason;
        var message = $"the broker disconnected: {reason} (0x{disconnect.Reason:X2}){Words(disconnect.Properties)}";
        return new MqttClosed(MqttCloseCause.BrokerDisconnect, reason, message);
    }

    /// <summary>What a broker adds to its reason code: its own words, and where to go instead (§4.11).</summary>
    public static string Words(PacketProperties? properties)
    {
        var said = properties?.Text(PropertyId.ReasonString) is { } words ? $": {words.AsClause()}" : string.Empty;
        var instead = properties?.Text(PropertyId.ServerReference) is { } server ? $"; use {server} instead" : string.Empty;
        return said + instead;
    }

    /// <summary>What a loop of the connection ended with. Whatever it was, nobody may wait for a dead connection.</summary>
    public static MqttClosed By(Exception failure, ProtocolLevel level) => failure switch
    {
        MqttProtocolException wrong => new(
            MqttCloseCause.ProtocolError,
            level == ProtocolLevel.V5 ? (MqttReasonCode)wrong.Reason : null, // 3.1.1 has no DISCONNECT with a reason
            $"the broker broke the protocol: {wrong.Message.AsClause()}"),
        IOException or ObjectDisposedException or OperationCanceledException =>
            Lost(failure.Message.AsClause()),
        _ => Lost($"the client failed, {failure.GetType().Name}: {failure.Message.AsClause()}"),
    };
}
