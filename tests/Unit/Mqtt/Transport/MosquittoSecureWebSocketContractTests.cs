namespace Bridge.Unit.Mqtt.Transport;

/// <summary>With certificates on both sides.</summary>
[WebSocketBroker]
public sealed class MosquittoSecureWebSocketContractTests : ListenerContract
{
    protected override string Scheme => "wss";

    protected override IReadOnlyList<string> Lines => Certificates.Listener(Certificates.Server(), wantsClient: true);
}
