using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Client;

/// <summary>A publish that has been sent and lacks its last acknowledgement.</summary>
/// <param name="Packet">The message, to be sent again on a resumed session.</param>
/// <param name="Operation">Who waits; null when the caller has given up: the broker's answer is still due.</param>
/// <param name="Order">Its place among the others when they are sent again.</param>
/// <param name="Received">What the PUBREC said; null before it has come, and with QoS 1.</param>
internal readonly record struct InFlight(
    Publish Packet, PublishOperation? Operation, long Order, MqttReasonCode? Received = null)
{
    /// <summary>The broker has the message: only the release is still to be sent.</summary>
    public InFlight AsReceived(byte reason, long order) => this with
    {
        Packet = Packet with { Payload = default, Properties = null },
        Order = order,
        Received = (MqttReasonCode)reason,
    };

    /// <summary>Nobody waits any more. The payload is the caller's again, so a copy stays here.</summary>
    public InFlight WithoutCaller() => this with
    {
        Packet = Packet with { Payload = Packet.Payload.ToArray() },
        Operation = null,
    };
}
