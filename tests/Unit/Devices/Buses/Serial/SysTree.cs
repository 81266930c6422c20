namespace Bridge.Unit.Devices.Buses.Serial;

/// <summary>A tree as the kernel shows its ttys below /sys: each a link to its place below the device it belongs to.</summary>
internal sealed class SysTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("sys").FullName;

    /// <summary>A tty of an adapter: below its interface, which is below the USB device.</summary>
    public void Plug(string tty, string device, string vendor, string product, string? serial, int number = 0)
    {
        var usb = Path.Combine(Root, "devices/pci0000:00/usb1/1-1", device);
        Directory.CreateDirectory(usb);
        File.WriteAllText(Path.Combine(usb, "idVendor"), vendor + "\n");
        File.WriteAllText(Path.Combine(usb, "idProduct"), product + "\n");
        if (serial is not null)
        {
            File.WriteAllText(Path.Combine(usb, "serial"), serial + "\n");
        }

        Link(tty, $"devices/pci0000:00/usb1/1-1/{device}/{device}:1.{number}/{tty}/tty/{tty}");
    }

    /// <summary>A tty of no USB device.</summary>
    public void Add(string tty) => Link(tty, $"devices/platform/serial8250/tty/{tty}");

    public void Unplug(string tty) => File.Delete(Path.Combine(Root, "class/tty", tty));

    public void Dispose()
    {
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private void Link(string tty, string place)
    {
        Directory.CreateDirectory(Path.Combine(Root, "class/tty"));
        Directory.CreateDirectory(Path.Combine(Root, place));
        Directory.CreateSymbolicLink(Path.Combine(Root, "class/tty", tty), $"../../{place}");
    }
}
