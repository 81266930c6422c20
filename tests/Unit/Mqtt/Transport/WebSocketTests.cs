using System.Text;
using Bridge.Mqtt.Client;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport.Mqtt;

namespace Bridge.Unit.Mqtt.Transport;

/// <summary>The opening handshake of a WebSocket (RFC 6455 §4), and what is told when it fails.</summary>
public sealed class WebSocketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_request_asks_for_path_and_query_with_the_headers_given()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var gateway = new WebSocketGateway(broker.Port);
        var options = Options(gateway.Port, "/mqtt?key=1") with { WebSocketHeaders = [new("X-Token", "abc")] };
        await using var client = new MqttClient(TimeProvider.System);

        // The gateway knows "/mqtt" alone.
        var failure = (await client.Awaiting(each => each.ConnectAsync(options, CancellationToken.None))
            .Should().ThrowAsync<MqttConnectException>()).Which;

        failure.Failure.Should().Be(MqttConnectFailure.WebSocket);
        failure.Message.Should().Be(
            $"broker ws://127.0.0.1:{gateway.Port}/mqtt answered the WebSocket request with HTTP 404 Not Found");
        gateway.Request.Split("\r\n").Should().Contain(
            "GET /mqtt?key=1 HTTP/1.1", $"Host: 127.0.0.1:{gateway.Port}", "Sec-WebSocket-Protocol: mqtt",
            "Sec-WebSocket-Version: 13", "X-Token: abc");
    }

    [Theory]
    [InlineData("HTTP/1.1 401 Unauthorized\r\n\r\n", "answered the WebSocket request with HTTP 401 Unauthorized")]
    [InlineData("HTTP/1.1 \r\n\r\n", "something that is not HTTP")]
    [InlineData("SSH-2.0-Server\r\n\r\n", "something that is not HTTP")]
    [InlineData("HTTP/1.1 101 Yes\r\nSec-WebSocket-Accept: x\r\n\r\n", "did not answer the WebSocket request's key")]
    [InlineData("HTTP/1.1 200", "closed the connection instead of answering the WebSocket request")]
    public async Task Another_answer_is_told(string answer, string message)
    {
        await using var peer = new FakeBroker();
        await using var client = new MqttClient(TimeProvider.System);
        var connecting = client.ConnectAsync(Options(peer.Port, "/mqtt"), CancellationToken.None);
        await peer.AcceptAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes(answer));
        peer.Cut();

        var failure = (await FluentActions.Awaiting(() => connecting.WaitAsync(Patience))
            .Should().ThrowAsync<MqttConnectException>()).Which;

        failure.Failure.Should().Be(MqttConnectFailure.WebSocket);
        failure.Message.Should().Contain(message);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_for_ever()
    {
        await using var peer = new FakeBroker();
        await using var client = new MqttClient(TimeProvider.System);
        var connecting = client.ConnectAsync(Options(peer.Port, "/mqtt"), CancellationToken.None);
        await peer.AcceptAsync();
        await peer.SendAsync(new byte[8192]);

        await FluentActions.Awaiting(() => connecting.WaitAsync(Patience))
            .Should().ThrowAsync<MqttConnectException>().WithMessage("*more than 8192 bytes of header");
    }

    [Fact]
    public async Task A_header_of_two_lines_is_a_mistake_of_the_caller()
    {
        await using var client = new MqttClient(TimeProvider.System);
        var options = Options(1, "/mqtt") with { WebSocketHeaders = [new("X-Token", "a\r\nb: c")] };

        await client.Awaiting(each => each.ConnectAsync(options, CancellationToken.None))
            .Should().ThrowAsync<ArgumentException>();
    }

    private static MqttConnectOptions Options(int port, string path) =>
        new(MqttEndpoint.Parse($"ws://127.0.0.1:{port}{path}"), "web");
}
