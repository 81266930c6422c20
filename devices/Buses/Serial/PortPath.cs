namespace Bridge.Devices.Buses.Serial;

/// <summary>How a port is written in settings.</summary>
public static class PortPath
{
    /// <summary>One spelling for each port: paths without detours, addresses in lower case without a slash at the end.</summary>
    public static string Of(string port) => port.Contains("://", StringComparison.Ordinal)
        ? port.TrimEnd('/').ToLowerInvariant()
        : Path.GetFullPath(port);
}
