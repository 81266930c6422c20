using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>The contract through a WebSocket over TLS, by a gateway.</summary>
public sealed class SecureWebSocketContractTests : GatewayContract
{
    protected override string Scheme => "wss";

    protected override WebSocketGateway Open(int brokerPort) => new(brokerPort, Certificates.Server());
}
