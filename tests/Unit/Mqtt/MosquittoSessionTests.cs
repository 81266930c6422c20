using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

public sealed class MosquittoSessionTests : SessionContract
{
    private Mosquitto? _broker;

    protected override int Port => _broker!.Port;

    public override async Task InitializeAsync() => _broker = await Mosquitto.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker!.DisposeAsync();
    }
}
