using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>Puts a gateway for WebSockets before the broker.</summary>
public abstract class GatewayContract : TransportContract
{
    private WebSocketGateway? _gateway;

    protected abstract string Scheme { get; }

    protected override MqttEndpoint Endpoint => MqttEndpoint.Parse($"{Scheme}://localhost:{_gateway!.Port}/mqtt");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _gateway = Open(Port);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _gateway!.DisposeAsync();
    }

    protected abstract WebSocketGateway Open(int brokerPort);
}
