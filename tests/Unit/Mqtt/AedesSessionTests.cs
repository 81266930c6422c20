using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

[AedesBroker]
public sealed class AedesSessionTests : SessionContract
{
    private Aedes? _broker;

    protected override int Port => _broker!.Port;

    public override async Task InitializeAsync() => _broker = await Aedes.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker!.DisposeAsync();
    }
}
