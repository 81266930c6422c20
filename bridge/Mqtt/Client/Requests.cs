using System.Buffers;
using System.Collections.Immutable;
using Bridge.Mqtt.Packets;
using Bridge.Mqtt.Transport;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>SUBSCRIBE and UNSUBSCRIBE of one connection, each until its answer.</summary>
internal sealed class Requests(ClientSession session, SendQueue queue, Grant grant)
{
    private const int Limit = 100;

    private readonly Dictionary<ushort, Request> _waiting = [];
    private MqttException? _ended;

    public Task<ImmutableArray<MqttReasonCode>> SubscribeAsync(Subscribe packet, CancellationToken cancellationToken)
    {
        grant.Check(packet);
        return SendAsync(
            PacketType.SubAck,
            packet.Filters.Length,
            (id, output) => (packet with { Id = id }).Write(output, grant.Level),
            cancellationToken);
    }

    public Task<ImmutableArray<MqttReasonCode>> UnsubscribeAsync(Unsubscribe packet, CancellationToken cancellationToken)
    {
        grant.CheckSize(packet.Length(grant.Level), "UNSUBSCRIBE");
        return SendAsync(
            PacketType.UnsubAck,
            packet.Filters.Length,
            (id, output) => (packet with { Id = id }).Write(output, grant.Level),
            cancellationToken);
    }

    /// <summary>An answer has come; one that nobody waits for changes nothing.</summary>
    /// <param name="type">What answers: SUBACK or UNSUBACK.</param>
    /// <param name="id">Packet identifier of the request.</param>
    /// <param name="reasons">One per filter; empty says success for each (UNSUBACK of 3.1.1).</param>
    public void Complete(PacketType type, ushort id, ImmutableArray<byte> reasons)
    {
        lock (session.Gate)
        {
            if (!_waiting.TryGetValue(id, out var request))
            {
                return;
            }

            if (type != request.Due)
            {
                throw MqttProtocolException.ProtocolError($"{type} {id} where {request.Due} was due.");
            }

            if (!reasons.IsEmpty && reasons.Length != request.Filters)
            {
                throw MqttProtocolException.ProtocolError($"{reasons.Length} reasons for {request.Filters} filters.");
            }

            _waiting.Remove(id);
            session.Ids.Return(id);
            var padded = reasons.IsEmpty ? Enumerable.Repeat((byte)0, request.Filters) : reasons;
            request.Answer.SetResult([.. padded.Select(static reason => (MqttReasonCode)reason)]);
        }
    }

    /// <summary>The connection has ended: fails what waits and all that comes later. Under the gate.</summary>
    public void Fail(MqttException failure)
    {
        _ended = failure;
        foreach (var (id, request) in _waiting)
        {
            session.Ids.Return(id);
            request.Answer.SetException(failure);
        }

        _waiting.Clear();
    }

    private Task<ImmutableArray<MqttReasonCode>> SendAsync(
        PacketType due,
        int filters,
        Action<ushort, IBufferWriter<byte>> write,
        CancellationToken cancellationToken)
    {
        lock (session.Gate)
        {
            if (_ended is not null)
            {
                throw _ended;
            }

            if (_waiting.Count >= Limit)
            {
                throw new MqttException($"{Limit} subscribe requests wait for the broker already");
            }

            var id = session.Ids.Take();
            var request = new Request(due, filters, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiting.Add(id, request);
            write(id, queue.Output);
            queue.Flush();
            return request.Answer.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record Request(
        PacketType Due, int Filters, TaskCompletionSource<ImmutableArray<MqttReasonCode>> Answer);
}
