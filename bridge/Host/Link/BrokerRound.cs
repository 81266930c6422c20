using System.Collections.Immutable;
using Bridge.Mqtt.Transport;

namespace Bridge.Host.Link;

/// <summary>Whose turn it is among the brokers: the next one's after a failure, the first one's after the last.</summary>
/// <param name="brokers">At least one.</param>
internal sealed class BrokerRound(ImmutableArray<MqttEndpoint> brokers)
{
    private int _current;
    private int _failed;

    /// <summary>The broker to connect to.</summary>
    public MqttEndpoint Current => brokers[_current];

    /// <summary>The present one failed; true when all have, one after the other.</summary>
    public bool MoveOn()
    {
        _current = (_current + 1) % brokers.Length;
        _failed = (_failed + 1) % brokers.Length;
        return _failed == 0;
    }

    /// <summary>The present one has accepted the connection.</summary>
    public void Accepted() => _failed = 0;
}
