using System.Net;
using System.Net.Sockets;
using Bridge.Devices.Buses;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Serial;

public sealed class TcpPortTests : SerialPortContract, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _peer;

    public TcpPortTests()
    {
        _listener.Start();
    }

    private string Name => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    [Fact]
    public async Task A_port_where_nobody_listens_is_missing()
    {
        var name = Name;
        _listener.Stop();
        var open = async () => await TcpPort.ConnectAsync(name, TimeProvider.System, CancellationToken.None);
        (await open.Should().ThrowAsync<BusException>().WithMessage("*refused*"))
            .Which.Fault.Should().Be(BusFault.PortMissing);
    }

    [Fact]
    public async Task An_IPv6_address_stands_in_brackets()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
        listener.Start();
        var name = $"tcp://[::1]:{((IPEndPoint)listener.LocalEndpoint).Port}";
        await using var port = await TcpPort.ConnectAsync(name, TimeProvider.System, CancellationToken.None);
        using var peer = await listener.AcceptSocketAsync();
        peer.Send([7]);

        var buffer = new byte[8];
        (await port.ReadAsync(buffer, CancellationToken.None)).Should().Be(1);
        buffer[0].Should().Be(7);
    }

    [Theory]
    [InlineData("tcp://")]
    [InlineData("tcp://meter")]
    [InlineData("tcp://meter:99999")]
    [InlineData("tcp://meter:23/path")]
    [InlineData("TCP:meter:23")]
    public async Task A_name_of_another_form_is_refused(string name)
    {
        var open = async () => await TcpPort.ConnectAsync(name, TimeProvider.System, CancellationToken.None);
        await open.Should().ThrowAsync<BusException>().WithMessage("*tcp://host:port*");
    }

    [Fact]
    public async Task An_unknown_host_is_named()
    {
        var open = async () => await TcpPort.ConnectAsync("tcp://meter.invalid:23", TimeProvider.System, default);
        (await open.Should().ThrowAsync<BusException>().WithMessage("*meter.invalid*"))
            .Which.Fault.Should().Be(BusFault.PortMissing);
    }

    [Fact]
    public async Task Connecting_can_be_cancelled()
    {
        var open = async () => await TcpPort.ConnectAsync(Name, TimeProvider.System, new CancellationToken(true));
        await open.Should().ThrowAsync<OperationCanceledException>();
    }

    public void Dispose()
    {
        _peer?.Dispose();
        _listener.Dispose();
    }

    protected override async Task<ISerialPort> Open()
    {
        var accepted = _listener.AcceptSocketAsync();
        var port = await new LinuxWires(TimeProvider.System).OpenSerialAsync(Name, new LineSettings(9600), default);
        _peer = await accepted;
        _peer.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        return port;
    }

    protected override void Send(byte[] bytes) => _peer!.Send(bytes);

    protected override byte[] Receive(int count)
    {
        var buffer = new byte[count];
        var done = 0;
        while (done < count && _peer!.Receive(buffer, done, count - done, SocketFlags.None) is > 0 and var some)
        {
            done += some;
        }

        return buffer[..done];
    }

    protected override void HangUp() => _peer!.Dispose();
}
