namespace Bridge.Mqtt.Client;

/// <summary>How a connection ended.</summary>
/// <param name="Cause">Who ended it.</param>
/// <param name="Reason">The reason code of a DISCONNECT, sent or received; null when there was none.</param>
/// <param name="Message">What happened: one clause without a full stop, to stand in a log line.</param>
public sealed record MqttClosed(MqttCloseCause Cause, MqttReasonCode? Reason, string Message);

/// <summary>Who ended a connection.</summary>
public enum MqttCloseCause
{
    /// <summary>There has been none yet.</summary>
    NeverConnected,

    /// <summary>We did, as asked.</summary>
    Requested,

    /// <summary>The broker said so with a DISCONNECT (MQTT 5), for example 0x8E session taken over.</summary>
    BrokerDisconnect,

    /// <summary>The connection ended without a word.</summary>
    ConnectionLost,

    /// <summary>The broker did not answer a PINGREQ, or did not take bytes, in time.</summary>
    KeepAlive,

    /// <summary>The broker sent what the standard does not allow.</summary>
    ProtocolError,
}
