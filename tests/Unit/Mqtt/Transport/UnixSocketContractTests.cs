using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>The contract over a Unix domain socket of mosquitto's.</summary>
public sealed class UnixSocketContractTests : TransportContract
{
    private string SocketFile => Certificates.PathOf("mosquitto.sock");

    protected override MosquittoOptions BrokerOptions => new() { SocketFile = SocketFile };

    protected override MqttEndpoint Endpoint => MqttEndpoint.Parse($"unix://{SocketFile}");
}
