using Bridge.Host.Link;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;

namespace Bridge.Unit.Host.Link;

public sealed class ConnectAdviceTests
{
    [Theory]
    [InlineData(MqttConnectFailure.UnknownHost, "mqtt.host")]
    [InlineData(MqttConnectFailure.Protocol, "mqtt.tls.enabled")]
    [InlineData(MqttConnectFailure.Tls, "mqtt.tls.enabled")]
    [InlineData(MqttConnectFailure.TlsFile, "mqtt.tls.key_file")]
    [InlineData(MqttConnectFailure.CertificateUntrusted, "mqtt.tls.ca_file")]
    [InlineData(MqttConnectFailure.CertificateExpired, "clock")]
    [InlineData(MqttConnectFailure.CertificateName, "mqtt.tls.server_name")]
    [InlineData(MqttConnectFailure.ClientCertificate, "mqtt.tls.cert_file")]
    [InlineData(MqttConnectFailure.WebSocket, "mqtt.brokers")]
    public void A_failure_names_the_setting_to_look_at(MqttConnectFailure failure, string setting) =>
        ConnectAdvice.For(new MqttConnectException(failure, null, "what happened"))
            .Should().StartWith("what happened; ").And.Contain(setting);

    [Fact]
    public void A_refused_password_names_its_key() =>
        ConnectAdvice.For(new MqttConnectException(
            MqttConnectFailure.Refused, MqttReasonCode.BadUserNameOrPassword, "refused"))
            .Should().Be("refused; check mqtt.username and mqtt.password");
}
