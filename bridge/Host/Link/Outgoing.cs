using Bridge.Mqtt.Client;
using Bridge.Store;

namespace Bridge.Host.Link;

/// <summary>A message about what there is, and what the ledger says of it if it is retained.</summary>
internal readonly record struct Outgoing(MqttMessage Message, LedgerKind Kind, string Device)
{
    /// <summary>What a configuration makes of its device, as text; null for other kinds.</summary>
    public string? Announces { get; init; }

    /// <summary>The row of the ledger.</summary>
    public LedgerEntry Entry => new(Message.Topic, Device, Kind) { Announces = Announces };
}
