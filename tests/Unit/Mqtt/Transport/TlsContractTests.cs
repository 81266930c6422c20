using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>The contract over TLS with certificates on both sides, against mosquitto.</summary>
public sealed class TlsContractTests : TransportContract
{
    protected override MosquittoOptions BrokerOptions =>
        new() { Lines = Certificates.Listener(Certificates.Server(), wantsClient: true) };

    protected override MqttEndpoint Endpoint => MqttEndpoint.Tcp("localhost", Port, tls: true);
}
