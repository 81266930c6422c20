using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Serial;

/// <summary>
/// A serial adapter by what it is, <c>usb:vendor:product</c> or <c>usb:vendor:product:serial</c>, wherever it is plugged in
/// and whatever the kernel calls it today.
/// </summary>
/// <param name="Vendor">idVendor.</param>
/// <param name="Product">idProduct.</param>
/// <param name="Serial">The serial number, letter by letter; null for any.</param>
public sealed record UsbPort(ushort Vendor, ushort Product, string? Serial)
{
    /// <summary>How a port name of this kind begins.</summary>
    public const string Scheme = "usb:";

    private const string System = "/sys";

    /// <summary>True for a port of this form, which it also reads; hexadecimal digits in upper or lower case.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out UsbPort? port)
    {
        port = text.Split(':', 4) switch
        {
            ["usb", var vendor, var product, .. var rest]
                when Id(vendor) is { } left && Id(product) is { } right && rest is not [""]
                => new(left, right, rest is [var serial] ? serial : null),
            _ => null,
        };
        return port is not null;
    }

    /// <summary>The node that the adapter has now.</summary>
    /// <param name="system">Where the kernel tells of its devices.</param>
    /// <returns>Such as <c>/dev/ttyUSB0</c>.</returns>
    /// <exception cref="BusException"><see cref="BusFault.PortMissing"/>: none is it, or several are.</exception>
    public string Find(string system = System)
    {
        var all = Adapter.All(system);
        var fitting = all.Where(Fits).ToArray();
        return fitting switch
        {
            [var one] => one.Node,
            [] when all.Length == 0 => throw Missing($"no {this}: is the adapter plugged in, and passed to the container?"),
            [] => throw Missing($"no {this}: plugged in are {List(all)}"),
            _ when fitting.Select(static each => each.Device).Distinct(StringComparer.Ordinal).Count() == 1
                => throw Missing($"{this} has several ports, {List(fitting)}: use their paths below /dev/serial/by-id"),
            _ when fitting.Select(static each => each.Port.Serial).Distinct(StringComparer.Ordinal).Count() == fitting.Length
                => throw Missing($"{this} fits {List(fitting)}: add the serial number, as in {fitting[0].Port}"),
            _ => throw Missing(
                $"{this} fits {List(fitting)}, which no serial number tells apart: use their paths below /dev/serial/by-path"),
        };
    }

    /// <summary>As in settings.</summary>
    public override string ToString() => $"{Scheme}{Vendor:x4}:{Product:x4}{(Serial is null ? "" : $":{Serial}")}";

    private static ushort? Id(string text) => text.Length == 4
        && ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static string List(IEnumerable<Adapter> adapters) =>
        string.Join(" and ", adapters.Select(static each => $"{each.Node} ({each.Port})"));

    private static BusException Missing(string message) => new(BusFault.PortMissing, message);

    private bool Fits(Adapter adapter) => adapter.Port.Vendor == Vendor && adapter.Port.Product == Product
        && (Serial is null || Serial == adapter.Port.Serial);

    /// <summary>One tty of a USB device.</summary>
    /// <param name="Node">Such as <c>/dev/ttyUSB0</c>.</param>
    /// <param name="Port">What it is.</param>
    /// <param name="Device">The folder of the USB device, which may have several.</param>
    private sealed record Adapter(string Node, UsbPort Port, string Device)
    {
        /// <summary>All that are plugged in, by node.</summary>
        public static Adapter[] All(string system)
        {
            var ttys = new DirectoryInfo(Path.Combine(system, "class", "tty"));
            return ttys.Exists
                ? [.. ttys.EnumerateFileSystemInfos().Select(Of).OfType<Adapter>().OrderBy(static each => each.Node, StringComparer.Ordinal)]
                : [];
        }

        /// <summary>The kernel links each tty to its place below the device that it belongs to.</summary>
        private static Adapter? Of(FileSystemInfo tty)
        {
            try
            {
                for (var folder = Place(tty); folder is not null; folder = folder.Parent)
                {
                    if (Read(folder, "idVendor") is { } vendor && Read(folder, "idProduct") is { } product
                        && Id(vendor) is { } left && Id(product) is { } right)
                    {
                        return new($"/dev/{tty.Name}", new(left, right, Read(folder, "serial")), folder.FullName);
                    }
                }
            }
            catch (IOException)
            {
                // Unplugged while it was looked at.
            }

            return null;
        }

        private static DirectoryInfo? Place(FileSystemInfo tty) =>
            tty.ResolveLinkTarget(returnFinalTarget: false) is { } place ? new(place.FullName) : null;

        private static string? Read(DirectoryInfo folder, string name)
        {
            var file = Path.Combine(folder.FullName, name);
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
    }
}
