using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>The contract through a WebSocket listener of mosquitto's own.</summary>
public abstract class ListenerContract : TransportContract
{
    protected override MosquittoOptions BrokerOptions => new() { WebSocketLines = Lines };

    /// <summary>mosquitto 2.0 gives a WebSocket 4 KB every 100 ms.</summary>
    protected override int Large => 20_000;

    protected override MqttEndpoint Endpoint => MqttEndpoint.Parse($"{Scheme}://localhost:{Broker.WebSocketPort}/mqtt");

    protected abstract string Scheme { get; }

    protected abstract IReadOnlyList<string> Lines { get; }
}
