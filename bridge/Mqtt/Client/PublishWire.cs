using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;

namespace Bridge.Mqtt.Client;

/// <summary>The connection that the publish window sends to. Called under the gate.</summary>
internal sealed record PublishWire(SendQueue Queue, Grant Grant, int Limit, TopicAliases Aliases)
{
    public bool IsFull => Queue.Queued >= SendQueue.Capacity;

    public void Send(in Publish packet)
    {
        Aliases.Apply(packet).Write(Queue.Output, Grant.Level);
        Queue.Flush();
    }

    public void Release(ushort id, byte reason = 0)
    {
        new PubRel(id, reason).Write(Queue.Output, Grant.Level);
        Queue.Flush();
    }
}
