using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>
/// What the broker knows of a client, connected or away: its session, and the will of its last connection. Called under
/// the broker's gate.
/// </summary>
internal sealed class BrokerClient(string id, TimeProvider time)
{
    private readonly Dictionary<string, BrokerSubscription> _subscriptions = new(StringComparer.Ordinal);
    private Publish? _will;
    private TimeSpan _willDelay;
    private ITimer? _willTimer;
    private uint _expiry;
    private long _leftAt;

    public string Id { get; } = id;

    /// <summary>Its connection; null while it is away.</summary>
    public BrokerLink? Link { get; private set; }

    public Outbound Outbound { get; } = new(time);

    /// <summary>QoS 2 messages from the client that it has not released.</summary>
    public HashSet<ushort> Unreleased { get; } = [];

    /// <summary>The session has come to its end.</summary>
    public bool IsForgotten => Link is null && _expiry != uint.MaxValue
        && time.GetElapsedTime(_leftAt).TotalSeconds >= _expiry;

    /// <summary>A connection begins, with this session.</summary>
    public void Attach(BrokerLink link, Will? will)
    {
        TakeWill();
        Link = link;
        _will = will is null ? null : new Publish(
            will.Topic, will.Payload, will.Qos, will.Retain, Properties: will.Properties?.WithoutHops());
        _willDelay = TimeSpan.FromSeconds(will?.Properties?.Number(PropertyId.WillDelayInterval) ?? 0);
        Outbound.Attach(link);
    }

    /// <summary>The connection has ended. The will, if there is one, is due at once or when the delay is over.</summary>
    /// <param name="publish">Publishes the will.</param>
    public void Detach(Action publish)
    {
        (_expiry, _leftAt, Link) = (Link!.SessionExpiry, time.GetTimestamp(), null);
        Outbound.Detach();
        var delay = TimeSpan.FromSeconds(Math.Min(_willDelay.TotalSeconds, _expiry)); // §3.1.3.2.2
        if (_will is null || delay == TimeSpan.Zero)
        {
            publish();
        }
        else
        {
            _willTimer = time.CreateTimer(_ => publish(), null, delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The will, once; null when there is none, or it was called off.</summary>
    public Publish? TakeWill()
    {
        var will = _will;
        _will = null;
        _willTimer?.Dispose();
        _willTimer = null;
        return will;
    }

    /// <summary>Adds or replaces a subscription; true when it is new.</summary>
    public bool Add(BrokerSubscription subscription)
    {
        var isNew = !_subscriptions.ContainsKey(subscription.Filter.Filter);
        _subscriptions[subscription.Filter.Filter] = subscription;
        return isNew;
    }

    public bool Remove(string filter) => _subscriptions.Remove(filter);

    /// <summary>Its shared subscriptions that want a message.</summary>
    public IEnumerable<BrokerSubscription> SharedMatching(string topic) => _subscriptions.Values
        .Where(subscription => subscription.Shared is { } own && TopicRules.Matches(own.Filter, topic));

    /// <summary>
    /// Delivers a new message if a subscription matches: once, with the highest QoS of those that do (§3.3.4).
    /// </summary>
    /// <returns>Whether one matches.</returns>
    public bool Offer(in Publish message, BrokerClient from)
    {
        var qos = -1;
        var retain = false;
        List<uint>? ids = null;
        foreach (var subscription in _subscriptions.Values)
        {
            var filter = subscription.Filter;
            if (subscription.Shared is not null || (filter.NoLocal && from == this)
                || !TopicRules.Matches(filter.Filter, message.Topic))
            {
                continue;
            }

            qos = Math.Max(qos, Math.Min(message.Qos, filter.Qos));
            retain |= filter.RetainAsPublished && message.Retain;
            if (subscription.Id is { } number)
            {
                (ids ??= []).Add(number);
            }
        }

        if (qos < 0)
        {
            return false;
        }

        Deliver(message, (byte)qos, retain, ids);
        return true;
    }

    /// <summary>Sends a message, or keeps it for later.</summary>
    /// <param name="message">As it was published.</param>
    /// <param name="qos">QoS to deliver it with.</param>
    /// <param name="retain">Retain flag to deliver it with.</param>
    /// <param name="ids">Identifiers of the subscriptions it is for; null for none.</param>
    public void Deliver(in Publish message, byte qos, bool retain, List<uint>? ids = null)
    {
        var properties = message.Properties;
        if (ids is not null)
        {
            properties = (properties ?? []).With([]);
            foreach (var number in ids)
            {
                properties.Add(PropertyId.SubscriptionIdentifier, number);
            }
        }

        Outbound.Add(message with { Qos = qos, Retain = retain, Duplicate = false, Id = 0, Properties = properties });
    }
}
