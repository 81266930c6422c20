using System.Net;
using System.Net.Sockets;
using Bridge.Mqtt.Transport;
using Bridge.TestSupport;

namespace Bridge.Unit.Mqtt.Transport;

public sealed class DialerTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public DialerTests() => _listener.Start();

    private MqttEndpoint Endpoint => MqttEndpoint.Tcp("broker", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task All_addresses_of_a_name_are_tried()
    {
        // Nobody listens on ::1 and on 127.0.0.2 with this port.
        using var socket = await Dialer("::1", "127.0.0.2", "127.0.0.1").DialAsync(Endpoint, Timeout, CancellationToken.None);

        ((IPEndPoint)socket.RemoteEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task An_address_that_swallows_packets_has_only_its_share_of_the_time()
    {
        // Linux leaves a connect to a listener unanswered while its queue is full.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var swallower = IPAddress.Parse("127.0.0.3");
        full.Bind(new IPEndPoint(swallower, Endpoint.Port));
        full.Listen(0);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(full.LocalEndPoint!);
        var dialing = Dialer("127.0.0.3", "127.0.0.1").DialAsync(Endpoint, Timeout, CancellationToken.None);

        _time.Advance(Timeout / 2 - TimeSpan.FromMilliseconds(1));
        dialing.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        using var socket = await dialing.WaitAsync(TimeSpan.FromSeconds(20));
        ((IPEndPoint)socket.RemoteEndPoint!).Address.Should().Be(IPAddress.Loopback);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_told_in_words()
    {
        (await FaultAsync(Dialer(), Endpoint)).Should().Be((MqttConnectFailure.UnknownHost, "cannot be found: unknown host name"));
        (await FaultAsync(Dialer("127.0.0.2"), Endpoint)).Should()
            .Be((MqttConnectFailure.Unreachable, "cannot be reached: Connection refused"));
        (await FaultAsync(Dialer(), MqttEndpoint.Parse("unix:///nowhere/broker.sock"))).Should()
            .Be((MqttConnectFailure.Unreachable, "cannot be reached: there is no such socket"));
    }

    private static async Task<(MqttConnectFailure Failure, string Message)> FaultAsync(Dialer dialer, MqttEndpoint endpoint)
    {
        var dial = () => dialer.DialAsync(endpoint, Timeout, CancellationToken.None);
        var fault = (await dial.Should().ThrowAsync<TransportException>()).Which;
        return (fault.Failure, fault.Message);
    }

    private Dialer Dialer(params string[] addresses) =>
        new(_time, (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse)));
}
