namespace Bridge.Unit.Mqtt.Transport;

[WebSocketBroker]
public sealed class MosquittoWebSocketContractTests : ListenerContract
{
    protected override string Scheme => "ws";

    protected override IReadOnlyList<string> Lines => [];
}
