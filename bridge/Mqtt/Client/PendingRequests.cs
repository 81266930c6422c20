using System.Collections.Immutable;
using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Client;

/// <summary>SUBSCRIBE and UNSUBSCRIBE that wait for their answer. Called under the connection's gate.</summary>
internal sealed class PendingRequests(PacketIds ids)
{
    private const int Limit = 100;

    private readonly Dictionary<ushort, Request> _requests = [];
    private MqttException? _ended;

    /// <summary>Takes an identifier for a request about so many filters.</summary>
    /// <exception cref="MqttException">Not connected, or too many wait already.</exception>
    public (ushort Id, Task<ImmutableArray<MqttReasonCode>> Answer) Add(int filters)
    {
        if (_ended is not null)
        {
            throw _ended;
        }

        if (_requests.Count >= Limit)
        {
            throw new MqttException($"{Limit} subscribe requests wait for the broker already.");
        }

        var id = ids.Take();
        var request = new Request(filters, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _requests.Add(id, request);
        return (id, request.Answer.Task);
    }

    /// <summary>An answer has come; one that nobody waits for changes nothing.</summary>
    /// <param name="id">Packet identifier of the request.</param>
    /// <param name="reasons">One per filter; empty says success for each (UNSUBACK of 3.1.1).</param>
    public void Complete(ushort id, ImmutableArray<byte> reasons)
    {
        if (!_requests.TryGetValue(id, out var request))
        {
            return;
        }

        if (!reasons.IsEmpty && reasons.Length != request.Filters)
        {
            throw MqttProtocolException.ProtocolError($"{reasons.Length} reasons for {request.Filters} filters.");
        }

        _requests.Remove(id);
        ids.Return(id);
        var padded = reasons.IsEmpty ? Enumerable.Repeat((byte)0, request.Filters) : reasons;
        request.Answer.SetResult([.. padded.Select(static reason => (MqttReasonCode)reason)]);
    }

    /// <summary>The connection has ended: fails what waits and all that comes later.</summary>
    public void Fail(MqttException failure)
    {
        _ended = failure;
        foreach (var request in _requests.Values)
        {
            request.Answer.SetException(failure);
        }

        _requests.Clear();
    }

    private sealed record Request(int Filters, TaskCompletionSource<ImmutableArray<MqttReasonCode>> Answer);
}
