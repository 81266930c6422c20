using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

public sealed class MosquittoContractTests : MqttClientContract
{
    private Mosquitto? _broker;

    protected override int Port => _broker!.Port;

    public override async Task InitializeAsync() => _broker = await Mosquitto.StartAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker!.DisposeAsync();
    }

    [Theory]
    [InlineData(MqttProtocol.V5, MqttReasonCode.NotAuthorized)]
    [InlineData(MqttProtocol.V311, MqttReasonCode.NotAuthorized)]
    public async Task A_wrong_password_is_refused_with_its_reason(MqttProtocol protocol, MqttReasonCode reason)
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions("bridge", "right"));
        await using var client = new MqttClient(TimeProvider.System);
        var options = Options(protocol) with { Endpoint = MqttEndpoint.Tcp("127.0.0.1", broker.Port), Username = "bridge", Password = "right" };
        var connect = () => client.ConnectAsync(options with { Password = "wrong" }, CancellationToken.None);
        (await connect.Should().ThrowAsync<MqttConnectException>()).Which.Reason.Should().Be(reason);
        await client.ConnectAsync(options, CancellationToken.None);
        await broker.RestartAsync();
        (await client.Closed).Cause.Should().BeOneOf(MqttCloseCause.ConnectionLost, MqttCloseCause.BrokerDisconnect);
        await client.ConnectAsync(options, CancellationToken.None);
    }

    [Fact]
    public async Task A_publish_larger_than_the_broker_takes_fails_alone()
    {
        await using var broker = await Mosquitto.StartAsync(new MosquittoOptions { Lines = ["max_packet_size 1000"] });
        await using var client = new MqttClient(TimeProvider.System);
        var options = Options(MqttProtocol.V5) with { Endpoint = MqttEndpoint.Tcp("127.0.0.1", broker.Port) };
        (await client.ConnectAsync(options, CancellationToken.None)).MaximumPacketSize.Should().Be(1000);
        await PublishAsync(900);

        await FluentActions.Awaiting(() => PublishAsync(1000)).Should().ThrowAsync<MqttException>()
            .WithMessage("'a/b': a packet of 10?? bytes where the broker takes 1000");

        await PublishAsync(900);
        client.IsConnected.Should().BeTrue();

        Task PublishAsync(int size) => client.PublishAsync(
            new("a/b", new byte[size], MqttQos.AtLeastOnce, Retain: false), CancellationToken.None).AsTask();
    }
}
