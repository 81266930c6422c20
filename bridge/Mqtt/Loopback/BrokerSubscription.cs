using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>One subscription of one client.</summary>
/// <param name="Filter">What was asked for.</param>
/// <param name="Id">Its subscription identifier; null for none.</param>
internal sealed record BrokerSubscription(RequestedFilter Filter, uint? Id)
{
    /// <summary>Group and filter when it is shared (§4.8.2).</summary>
    public (string Group, string Filter)? Shared { get; } =
        TopicRules.IsShared(Filter.Filter) ? TopicRules.SplitShared(Filter.Filter) : null;
}
