using Bridge.Devices.Model;

namespace Bridge.Devices.Buses;

/// <summary>Says why a device node could not be opened, and what to do about it.</summary>
internal static class OpenFault
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint UserGroupMode = 0x2 | 0x8 | 0x10; // STATX_MODE | STATX_UID | STATX_GID

    /// <param name="path">The node.</param>
    /// <param name="error">The errno of open.</param>
    /// <param name="whenMissing">What to do when there is no such node.</param>
    public static BusException Of(string path, int error, string whenMissing) => error switch
    {
        Errno.NoEntry or Errno.NotDirectory => new BusException(BusFault.PortMissing, $"no {path}: {whenMissing}"),
        Errno.NoDevice or Errno.NoSuchAddress or Errno.Io => new BusException(
            BusFault.PortMissing, $"{path} is there, but no device is behind it: {whenMissing}"),
        Errno.Access or Errno.NotPermitted => new BusException(BusFault.Permission, Denied(path)),
        Errno.Busy => new BusException(
            BusFault.Busy, $"{path} is already open by another process: stop that one, or use another port"),
        _ => new BusException(BusFault.BusDown, $"{path} cannot be opened: {Errno.Text(error)}"),
    };

    private static string Denied(string path)
    {
        var self = $"this process is uid {Interop.EffectiveUser()}, gid {Interop.EffectiveGroup()}";
        if (Interop.Statx(CurrentFolder, path, 0, UserGroupMode, out var node) != 0)
        {
            return $"no right to open {path} ({self})";
        }

        var mode = Convert.ToString(node.Mode & 0xFFF, 8).PadLeft(4, '0');
        return $"no right to open {path} (owner uid {node.User}, gid {node.Group}, mode {mode}; {self}): "
            + $"add the user to group {node.Group} (usermod -aG, or group_add of the container)";
    }
}
