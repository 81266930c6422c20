using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.I2c;

/// <summary>
/// What the kernel's answers mean. A missing acknowledge has no single errno: each adapter driver has its own.
/// </summary>
internal static class I2cFault
{
    private const string Adapters = "/sys/bus/i2c/devices";

    /// <summary>The fault of a transfer that ended with this errno.</summary>
    public static BusException Of(string path, byte address, int error) => error switch
    {
        Errno.Shutdown => Gone(path),
        _ when IsGone(path) => Gone(path),
        Errno.NoSuchAddress or Errno.RemoteIo or Errno.Io or Errno.NoDevice => NoAnswer(path, address, Errno.Text(error)),
        Errno.TimedOut => new BusException(
            BusFault.Timeout, $"{path} 0x{address:x2}: no end in time; check address, wiring and pull-ups"),
        Errno.Interrupted => new BusException(
            BusFault.Timeout, $"{path} 0x{address:x2}: the transfer was interrupted ({Errno.Text(error)})"),
        Errno.Again => new BusException(
            BusFault.Timeout, $"{path} 0x{address:x2}: another bus master was faster ({Errno.Text(error)})"),
        Errno.NotSupported or Errno.Invalid or Errno.MessageSize or Errno.Protocol => new BusException(
            BusFault.Protocol, $"{path} 0x{address:x2}: the adapter cannot do this transfer: {Errno.Text(error)}"),
        Errno.Busy => new BusException(
            BusFault.BusDown, $"{path}: the lines are held by a chip or another bus master ({Errno.Text(error)})"),
        _ => new BusException(BusFault.BusDown, $"{path}: {Errno.Text(error)}"),
    };

    public static BusException NoAnswer(string path, byte address, string detail) => new(
        BusFault.NoAnswer, $"{path} 0x{address:x2}: no acknowledge ({detail}); check address, wiring and power");

    /// <summary>The bus master cannot do what this chip needs.</summary>
    public static BusException Lacks(string path, byte address, I2cNeeds lacking)
    {
        string?[] names =
        [
            lacking.HasFlag(I2cNeeds.RawReads) ? "reads without a register" : null,
            lacking.HasFlag(I2cNeeds.LongTransfers) ? "transfers of more than 32 bytes" : null,
            lacking.HasFlag(I2cNeeds.ClockStretching) ? "clock stretching" : null,
        ];
        return new BusException(
            BusFault.Protocol,
            $"{path} 0x{address:x2}: the adapter knows only SMBus and lacks {string.Join(", ", names.OfType<string>())}: "
            + "use another adapter for this chip");
    }

    /// <summary>A kernel driver has the chip: the two would disturb each other.</summary>
    public static BusException Claimed(string path, byte address)
    {
        var link = $"{Adapters}/{Number(path)}-{address:x4}/driver";
        var driver = Directory.Exists(link) ? Directory.ResolveLinkTarget(link, returnFinalTarget: false)?.Name : null;
        return new BusException(
            BusFault.Busy,
            $"{path} 0x{address:x2}: the kernel driver {driver ?? "(unknown)"} has this chip; unload it "
            + "(rmmod, or remove its device tree overlay) to read the chip from here");
    }

    private static BusException Gone(string path) =>
        new(BusFault.PortMissing, $"{path}: the adapter is gone; plug it in again");

    /// <summary>
    /// A container's /dev keeps the node of an unplugged adapter, so the kernel's own list is asked too.
    /// </summary>
    private static bool IsGone(string path) => !File.Exists(path)
        || (Number(path) is { } number && Directory.Exists(Adapters) && !Directory.Exists($"{Adapters}/i2c-{number}"));

    private static string? Number(string path)
    {
        var node = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.Name : null;
        node ??= Path.GetFileName(path);
        return node.StartsWith("i2c-", StringComparison.Ordinal) ? node["i2c-".Length..] : null;
    }
}
