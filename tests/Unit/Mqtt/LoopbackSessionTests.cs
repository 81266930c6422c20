using System.Net;
using Bridge.Mqtt.Loopback;

namespace Bridge.Unit.Mqtt;

public sealed class LoopbackSessionTests : SessionContract
{
    private readonly LoopbackBroker _broker =
        LoopbackBroker.Start(new IPEndPoint(IPAddress.Loopback, 0), TimeProvider.System);

    protected override int Port => _broker.Endpoint.Port;

    public override Task InitializeAsync() => Task.CompletedTask;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
