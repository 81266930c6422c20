using Bridge.Mqtt.Client;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

[AedesBroker]
public sealed class AedesContractTests : MqttClientContract
{
    private Aedes? _broker;

    protected override int Port => _broker!.Port;

    public override async Task InitializeAsync() => _broker = await Aedes.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker!.DisposeAsync();
    }

    [ContractTest]
    public async Task A_client_left_to_choose_speaks_the_version_that_the_broker_knows(MqttProtocol known)
    {
        await using var client = new MqttClient(TimeProvider.System);
        for (var i = 0; i < 2; i++)
        {
            (await client.ConnectAsync(Options(MqttProtocol.Auto), CancellationToken.None)).Protocol.Should().Be(known);
            await client.DisconnectAsync(publishWill: false, CancellationToken.None);
        }
    }

    [ContractTest]
    public async Task A_client_bound_to_version_5_is_told_that_the_broker_does_not_know_it(MqttProtocol known)
    {
        await using var client = new MqttClient(TimeProvider.System);
        var connect = () => client.ConnectAsync(Options(MqttProtocol.V5), CancellationToken.None);
        (await connect.Should().ThrowAsync<MqttConnectException>())
            .Which.Reason.Should().Be(MqttReasonCode.UnsupportedProtocolVersion, "it speaks {0} alone", known);
    }

    [ContractTest]
    public async Task A_wrong_password_is_refused_with_its_reason(MqttProtocol protocol)
    {
        await using var client = new MqttClient(TimeProvider.System);
        var options = Options(protocol) with { Username = "bridge", Password = "right" };
        var connect = () => client.ConnectAsync(options with { Password = "wrong" }, CancellationToken.None);
        (await connect.Should().ThrowAsync<MqttConnectException>())
            .Which.Reason.Should().Be(MqttReasonCode.BadUserNameOrPassword);
        await client.ConnectAsync(options, CancellationToken.None);
    }
}
