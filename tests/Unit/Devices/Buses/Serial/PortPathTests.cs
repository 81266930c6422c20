using Bridge.Devices.Buses;
using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;
using Bridge.TestSupport.Wires;

namespace Bridge.Unit.Devices.Buses.Serial;

public sealed class PortPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("by-id").FullName;

    [Theory]
    [InlineData("/dev/../dev/ttyUSB0", "/dev/ttyUSB0")]
    [InlineData("tcp://Gate:4001/", "tcp://gate:4001")]
    [InlineData("usb:10C4:EA60:Ab", "usb:10c4:ea60:Ab")]
    public void A_name_has_one_spelling(string port, string name) => PortPath.Of(port).Should().Be(name);

    [Fact]
    public void A_link_leads_to_its_end_as_it_is_now()
    {
        var link = Path.Combine(_folder, "usb-FTDI-if00");
        PortPath.Resolve(link).Should().Be(link, "nothing is plugged in");

        Point(link, "/dev/null");
        PortPath.Resolve(link).Should().Be("/dev/null");

        Point(link, "/dev/zero");
        PortPath.Resolve(link).Should().Be("/dev/zero");
    }

    [Theory]
    [InlineData("tcp://gate:4001")]
    [InlineData("usb:ffff:fffe:none")]
    [InlineData("/dev/null")]
    public void Other_names_stay(string port) => PortPath.Resolve(port).Should().Be(port);

    [Fact]
    public async Task A_port_that_is_opened_again_by_a_link_is_the_one_that_it_leads_to_then()
    {
        var wires = new LinuxWires(TimeProvider.System);
        var link = Path.Combine(_folder, "usb-FTDI-if00");
        using (var first = new Pty())
        {
            Point(link, first.Path);
            await using var port = await wires.OpenSerialAsync(link, new LineSettings(9600), CancellationToken.None);
            await port.WriteAsync("1"u8.ToArray(), CancellationToken.None);
            first.Receive(TimeSpan.FromSeconds(20)).Should().Equal((byte)'1');
        }

        using var second = new Pty();
        Point(link, second.Path);
        await using var again = await wires.OpenSerialAsync(link, new LineSettings(9600), CancellationToken.None);
        await again.WriteAsync("2"u8.ToArray(), CancellationToken.None);
        second.Receive(TimeSpan.FromSeconds(20)).Should().Equal((byte)'2');
    }

    [Fact]
    public async Task An_adapter_that_is_not_plugged_in_is_missing()
    {
        var open = async () => await new LinuxWires(TimeProvider.System)
            .OpenSerialAsync("usb:ffff:fffe:none", new LineSettings(9600), CancellationToken.None);

        (await open.Should().ThrowAsync<BusException>()).Which.Fault.Should().Be(BusFault.PortMissing);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Point(string link, string to)
    {
        File.Delete(link);
        File.CreateSymbolicLink(link, to);
    }
}
