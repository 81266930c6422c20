using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>The connection that the publish window sends to. Called under the gate.</summary>
/// <param name="Queue">Where packets go.</param>
/// <param name="Answered">Where callers go whose message has its last acknowledgement.</param>
/// <param name="Grant">What is in force.</param>
internal sealed record PublishWire(SendQueue Queue, Completions Answered, Grant Grant)
{
    private const int InFlightLimit = 100;

    private readonly TopicAliases _aliases = new(Grant.TopicAliasMaximum, Grant);

    /// <summary>Most publishes that may lack their last acknowledgement.</summary>
    public int Limit { get; } = Math.Min(InFlightLimit, Grant.Session.ReceiveMaximum);

    public bool IsFull => Queue.Queued >= SendQueue.Capacity;

    public void Send(in Publish packet)
    {
        _aliases.Apply(packet).Write(Queue.Output, Grant.Level);
        Queue.Flush();
    }

    public void Release(ushort id, byte reason = 0)
    {
        new PubRel(id, reason).Write(Queue.Output, Grant.Level);
        Queue.Flush();
    }
}
