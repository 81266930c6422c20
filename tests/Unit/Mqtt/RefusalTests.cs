using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt;

/// <summary>What a broker may answer to CONNECT, and how each refusal is told.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private readonly FakeBroker _broker = new();
    private readonly MqttClient _client = new(new ManualTime());

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Theory] // MQTT 5 §3.2.2.2, table 3-1
    [InlineData(0x80, "UnspecifiedError")]
    [InlineData(0x81, "MalformedPacket")]
    [InlineData(0x82, "ProtocolError")]
    [InlineData(0x83, "ImplementationSpecificError")]
    [InlineData(0x84, "UnsupportedProtocolVersion")]
    [InlineData(0x85, "ClientIdentifierNotValid")]
    [InlineData(0x86, "BadUserNameOrPassword")]
    [InlineData(0x87, "NotAuthorized")]
    [InlineData(0x88, "ServerUnavailable")]
    [InlineData(0x89, "ServerBusy")]
    [InlineData(0x8A, "Banned")]
    [InlineData(0x8C, "BadAuthenticationMethod")]
    [InlineData(0x90, "TopicNameInvalid")]
    [InlineData(0x95, "PacketTooLarge")]
    [InlineData(0x97, "QuotaExceeded")]
    [InlineData(0x99, "PayloadFormatInvalid")]
    [InlineData(0x9A, "RetainNotSupported")]
    [InlineData(0x9B, "QosNotSupported")]
    [InlineData(0x9C, "UseAnotherServer")]
    [InlineData(0x9D, "ServerMoved")]
    [InlineData(0x9F, "ConnectionRateExceeded")]
    public async Task Each_reason_of_5_is_named(byte code, string name)
    {
        var failure = await RefusedAsync(MqttProtocol.V5, [0x20, 0x03, 0x00, code, 0x00]);

        failure.Reason.Should().Be((MqttReasonCode)code);
        failure.Message.Should().Be(
            $"broker mqtt://127.0.0.1:{_broker.Port} refused the connection: {name} (0x{code:X2})");
    }

    [Theory] // MQTT 3.1.1 §3.2.2.3, table 3.1
    [InlineData(1, "UnsupportedProtocolVersion (0x84)")]
    [InlineData(2, "ClientIdentifierNotValid (0x85)")]
    [InlineData(3, "ServerUnavailable (0x88)")]
    [InlineData(4, "BadUserNameOrPassword (0x86)")]
    [InlineData(5, "NotAuthorized (0x87)")]
    public async Task Each_return_code_of_311_is_named_as_5_names_it(byte code, string words)
    {
        var failure = await RefusedAsync(MqttProtocol.V311, [0x20, 0x02, 0x00, code]);

        failure.Message.Should().EndWith($" refused the connection: {words}");
    }

    [Theory]
    [InlineData(MqttProtocol.V5, "20 03 00 FE 00", "(0xFE)")]
    [InlineData(MqttProtocol.V311, "20 02 00 06", "(0x06)")] // aedes: keep-alive too long
    public async Task A_code_that_no_standard_knows_is_a_refusal_too(MqttProtocol protocol, string answer, string words)
    {
        var failure = await RefusedAsync(protocol, Convert.FromHexString(answer.Replace(" ", "")));

        failure.Message.Should().EndWith(words);
    }

    [Fact]
    public async Task The_brokers_own_words_are_told()
    {
        // Property 0x1F, Reason String: "full"
        var failure = await RefusedAsync(
            MqttProtocol.V5, [0x20, 0x0A, 0x00, 0x89, 0x07, 0x1F, 0x00, 0x04, 0x66, 0x75, 0x6C, 0x6C]);

        failure.Message.Should().EndWith("ServerBusy (0x89): full");
    }

    private async Task<MqttConnectException> RefusedAsync(MqttProtocol protocol, byte[] answer)
    {
        var options = new MqttConnectOptions("127.0.0.1", _broker.Port, "me") { Protocol = protocol };
        var connect = _client.ConnectAsync(options, CancellationToken.None);
        await _broker.AcceptAsync(answer);
        var failure = (await FluentActions.Awaiting(() => connect).Should().ThrowAsync<MqttConnectException>()).Which;
        failure.Failure.Should().Be(MqttConnectFailure.Refused);
        return failure;
    }
}
