using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>The contract through a WebSocket, by a gateway.</summary>
public sealed class WebSocketContractTests : GatewayContract
{
    protected override string Scheme => "ws";

    protected override WebSocketGateway Open(int brokerPort) => new(brokerPort);
}
