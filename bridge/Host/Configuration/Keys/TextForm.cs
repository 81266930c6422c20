using System.Text.RegularExpressions;
using Bridge.Devices.Buses.Serial;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Forms of texts that several keys share.</summary>
internal static partial class TextForm
{
    /// <summary>The form of <see cref="IsTopic"/>, in words.</summary>
    public const string Topic =
        "topic levels such as home/bridge: no + or #, no empty level, no $ at the start, at most 200 characters";

    /// <summary>The form of <see cref="IsDeviceId"/>, in words.</summary>
    public const string DeviceId =
        "an id of a to z, 0 to 9, _ and -, at most 63 characters, that begins with a letter or digit";

    /// <summary>The form of <see cref="IsEntityKey"/>, in words.</summary>
    public const string EntityKey =
        "a key of a to z, 0 to 9 and _, at most 63 characters, that begins with a letter or digit";

    /// <summary>True for text of one line.</summary>
    public static bool IsLine(string text) => text.Length > 0 && !text.Any(char.IsControl);

    /// <summary>True for a topic that can be published to.</summary>
    public static bool IsTopic(string text) => text.Length is > 0 and <= 200 && text[0] != '$'
        && !text.AsSpan().ContainsAny('+', '#')
        && !text.Any(char.IsControl)
        && !text.Split('/').Contains(string.Empty, StringComparer.Ordinal);

    /// <summary>True for a host name, an IPv4 address or an IPv6 address.</summary>
    public static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;

    /// <summary>True for an id that a device may have.</summary>
    public static bool IsDeviceId(string text) => DeviceIdForm().IsMatch(text);

    /// <summary>True for a key that an entity may have.</summary>
    public static bool IsEntityKey(string text) => EntityKeyForm().IsMatch(text);

    /// <summary>
    /// True for a path of a serial port from the root, <c>usb:vid:pid</c> with or without a serial number, or
    /// <c>tcp://host:port</c>.
    /// </summary>
    public static bool IsPort(string text) => text.StartsWith("tcp://", StringComparison.Ordinal)
        ? IsAddress(text)
        : IsLine(text) && (text[0] == '/' || UsbPort.TryParse(text, out _));

    /// <summary>True for a port of a Modbus line: one of <see cref="IsPort"/>, or <c>modbus-tcp://host</c>.</summary>
    public static bool IsModbusPort(string text) => PortPath.IsModbusTcp(text) ? IsAddress(PortPath.Of(text)) : IsPort(text);

    /// <summary>True for a bus number, or a path below <c>/</c>.</summary>
    public static bool IsBus(string text) => BusForm().IsMatch(text);

    /// <summary>True for a bus behind a multiplexer, such as <c>1/0x70/3</c>.</summary>
    public static bool IsMultiplexer(string text) => MultiplexerForm().IsMatch(text);

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Port: > 0, Host.Length: > 0, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
        && uri.AbsolutePath is "" or "/";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,62}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DeviceIdForm();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_]{0,62}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EntityKeyForm();

    [GeneratedRegex(@"\A([0-9]{1,3}|/[^\x00-\x1f]{1,255})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BusForm();

    [GeneratedRegex(@"\A.+/0[xX][0-9a-fA-F]{1,2}/[0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MultiplexerForm();
}
