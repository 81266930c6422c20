using Bridge.Devices.Model;

namespace Bridge.Devices.Buses.Serial;

/// <summary>How a port is written in settings.</summary>
public static class PortPath
{
    /// <summary>How the port of a device begins that speaks Modbus TCP.</summary>
    public const string ModbusTcpScheme = "modbus-tcp://";

    private const int ModbusTcpPort = 502;

    /// <summary>
    /// One spelling for each name: paths without detours, addresses in lower case with a port and without a slash at the
    /// end.
    /// </summary>
    public static string Of(string port)
    {
        if (!port.Contains("://", StringComparison.Ordinal))
        {
            return UsbPort.TryParse(port, out var usb) ? usb.ToString() : Path.GetFullPath(port);
        }

        var plain = port.TrimEnd('/').ToLowerInvariant();
        var lacksPort = IsModbusTcp(plain) && Uri.TryCreate(plain, UriKind.Absolute, out var uri) && uri.Port < 0;
        return lacksPort ? $"{plain}:{ModbusTcpPort}" : plain;
    }

    /// <summary>
    /// The port that a name leads to now: the end of links, the node of an adapter; the name itself where that is not
    /// plugged in.
    /// </summary>
    public static string Resolve(string port)
    {
        var name = Of(port);
        try
        {
            return UsbPort.TryParse(name, out var usb) ? usb.Find()
                : !name.StartsWith('/') ? name
                : File.ResolveLinkTarget(name, returnFinalTarget: true)?.FullName ?? name;
        }
        catch (Exception missing) when (missing is BusException or IOException or UnauthorizedAccessException)
        {
            return name;
        }
    }

    /// <summary>True for <c>modbus-tcp://host</c>, with or without a port.</summary>
    public static bool IsModbusTcp(string port) =>
        port.StartsWith(ModbusTcpScheme, StringComparison.OrdinalIgnoreCase);
}
