using Bridge.Devices.Buses.Serial;
using Bridge.Devices.Model;

namespace Bridge.Unit.Devices.Buses.Serial;

public sealed class UsbPortTests : IDisposable
{
    private readonly SysTree _sys = new();

    [Theory]
    [InlineData("usb:0403:6001", "usb:0403:6001")]
    [InlineData("usb:10C4:EA60", "usb:10c4:ea60")]
    [InlineData("usb:0403:6001:A50285BI", "usb:0403:6001:A50285BI")]
    [InlineData("usb:1a86:55d4:5:6", "usb:1a86:55d4:5:6")]
    public void Is_written_with_hexadecimal_ids_and_perhaps_a_serial_number(string text, string canonical)
    {
        UsbPort.TryParse(text, out var port).Should().BeTrue();
        port!.ToString().Should().Be(canonical);
    }

    [Theory]
    [InlineData("usb:")]
    [InlineData("usb:0403")]
    [InlineData("usb:403:6001")]
    [InlineData("usb:0403:6001:")]
    [InlineData("usb:xyz1:6001")]
    [InlineData("usb:0403:-001")]
    [InlineData("/dev/ttyUSB0")]
    public void Anything_else_is_none(string text) => UsbPort.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Is_found_by_its_ids_under_whatever_name_the_kernel_gives_it()
    {
        _sys.Add("ttyS0");
        _sys.Plug("ttyUSB0", "1-1.2", "0403", "6001", "A50285BI");
        _sys.Plug("ttyACM0", "1-1.3", "10c4", "ea60", serial: null);

        Find("usb:0403:6001").Should().Be("/dev/ttyUSB0");
        Find("usb:10c4:ea60").Should().Be("/dev/ttyACM0");

        _sys.Unplug("ttyUSB0");
        _sys.Plug("ttyUSB1", "1-1.4", "0403", "6001", "A50285BI");
        Find("usb:0403:6001:A50285BI").Should().Be("/dev/ttyUSB1");
    }

    [Fact]
    public void One_that_is_not_there_is_told_with_those_that_are()
    {
        Missing("usb:0403:6001").Should().Be(
            "no usb:0403:6001: is the adapter plugged in, and passed to the container?");

        _sys.Plug("ttyUSB0", "1-1.2", "0403", "6001", "A50285BI");
        Missing("usb:0403:6001:B1").Should().Be(
            "no usb:0403:6001:B1: plugged in are /dev/ttyUSB0 (usb:0403:6001:A50285BI)");
    }

    [Fact]
    public void Two_that_fit_are_both_named()
    {
        _sys.Plug("ttyUSB0", "1-1.2", "0403", "6001", "A50285BI");
        _sys.Plug("ttyUSB1", "1-1.3", "0403", "6001", "A60111QK");

        Missing("usb:0403:6001").Should().Be(
            "usb:0403:6001 fits /dev/ttyUSB0 (usb:0403:6001:A50285BI) and /dev/ttyUSB1 (usb:0403:6001:A60111QK): "
            + "add the serial number, as in usb:0403:6001:A50285BI");
        Find("usb:0403:6001:A60111QK").Should().Be("/dev/ttyUSB1");
    }

    [Fact]
    public void Two_that_have_no_serial_number_are_told_apart_by_their_place()
    {
        _sys.Plug("ttyUSB0", "1-1.2", "1a86", "7523", serial: null);
        _sys.Plug("ttyUSB1", "1-1.3", "1a86", "7523", serial: null);

        Missing("usb:1a86:7523").Should().EndWith("use their paths below /dev/serial/by-path");
    }

    [Fact]
    public void The_ports_of_one_adapter_are_told_apart_by_their_interface()
    {
        _sys.Plug("ttyUSB0", "1-1.2", "0403", "6011", "FT1");
        _sys.Plug("ttyUSB1", "1-1.2", "0403", "6011", "FT1", number: 1);

        Missing("usb:0403:6011:FT1").Should().Be("usb:0403:6011:FT1 has several ports, /dev/ttyUSB0 (usb:0403:6011:FT1) "
            + "and /dev/ttyUSB1 (usb:0403:6011:FT1): use their paths below /dev/serial/by-id");
    }

    [Fact]
    public void A_machine_without_such_devices_has_none()
    {
        _sys.Dispose();

        Missing("usb:0403:6001").Should().StartWith("no usb:0403:6001");
    }

    public void Dispose() => _sys.Dispose();

    private string Find(string text) => UsbPort.TryParse(text, out var port) ? port.Find(_sys.Root) : text;

    private string Missing(string text)
    {
        var find = () => Find(text);
        var missing = find.Should().Throw<BusException>().Which;
        missing.Fault.Should().Be(BusFault.PortMissing);
        return missing.Message;
    }
}
