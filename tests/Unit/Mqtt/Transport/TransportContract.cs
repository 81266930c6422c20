using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>Starts the broker, and connects by its endpoint.</summary>
public abstract class TransportContract : MqttClientContract
{
    private Mosquitto? _broker;

    protected TestCertificates Certificates { get; } = new();

    protected Mosquitto Broker => _broker!;

    protected override int Port => Broker.Port;

    protected virtual MosquittoOptions BrokerOptions => new();

    protected abstract MqttEndpoint Endpoint { get; }

    public override async Task InitializeAsync() => _broker = await Mosquitto.StartAsync(BrokerOptions);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _broker!.DisposeAsync();
        Certificates.Dispose();
    }

    protected override MqttConnectOptions Options(MqttProtocol protocol)
    {
        var own = Certificates.Issue("client", []);
        return base.Options(protocol) with
        {
            Endpoint = Endpoint,
            Tls = new MqttTlsOptions { CaFile = Certificates.Ca, CertFile = own.CertFile, KeyFile = own.KeyFile },
        };
    }
}
