using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bridge.Mqtt.Transport;

/// <summary>Where a broker listens, and what MQTT is carried by.</summary>
public sealed record MqttEndpoint
{
    private const string Forms = "mqtt://, mqtts://, ws://, wss:// or unix://";
    private const int LongestSocketPath = 107; // unix(7): sun_path has 108 bytes, one of them ends it

    private MqttEndpoint(MqttScheme scheme, string host, int port, string path) =>
        (Scheme, Host, Port, Path) = (scheme, host, port, path);

    /// <summary>What carries MQTT.</summary>
    public MqttScheme Scheme { get; }

    /// <summary>Name or address, without brackets; empty for a Unix domain socket.</summary>
    public string Host { get; }

    /// <summary>TCP port; 0 for a Unix domain socket.</summary>
    public int Port { get; }

    /// <summary>What a WebSocket request asks for, with its query; the file of a Unix domain socket; else empty.</summary>
    public string Path { get; }

    /// <summary>True when TLS lies below MQTT.</summary>
    public bool UsesTls => Scheme is MqttScheme.Mqtts or MqttScheme.Wss;

    /// <summary>True when MQTT is carried by a WebSocket.</summary>
    public bool UsesWebSocket => Scheme is MqttScheme.Ws or MqttScheme.Wss;

    /// <summary>Host and port as an URL has them; the port is left out when it is the usual one.</summary>
    internal string Authority => Port == UsualPort(Scheme) ? BracketedHost : $"{BracketedHost}:{Port}";

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>A broker on TCP.</summary>
    /// <param name="host">Name, IPv4 or IPv6 address.</param>
    /// <param name="port">1 to 65535; null for the usual one, 1883 or with TLS 8883.</param>
    /// <param name="tls">True puts TLS below.</param>
    /// <exception cref="ArgumentException">No host, or the port is out of its range.</exception>
    public static MqttEndpoint Tcp(string host, int? port = null, bool tls = false)
    {
        var scheme = tls ? MqttScheme.Mqtts : MqttScheme.Mqtt;
        var number = port ?? UsualPort(scheme);
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, ushort.MaxValue, nameof(port));
        return new(scheme, host.Trim('[', ']'), number, string.Empty);
    }

    /// <summary>Reads an URL as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">It is none of a broker.</exception>
    public static MqttEndpoint Parse(string url) =>
        TryParse(url, out var endpoint, out var fault) ? endpoint : throw new FormatException(fault);

    /// <summary>Reads <c>mqtt://host:port</c>, <c>mqtts://…</c>, <c>ws://host:port/path</c>, <c>wss://…</c>, <c>unix:///path</c>.</summary>
    /// <param name="url">The text; without a port, 1883, 8883, 80 and 443 are meant.</param>
    /// <param name="endpoint">What it says.</param>
    /// <param name="fault">Why it cannot be; holds nothing of the text, as that may have a password in it.</param>
    public static bool TryParse(
        string url, [NotNullWhen(true)] out MqttEndpoint? endpoint, [NotNullWhen(false)] out string? fault)
    {
        endpoint = null;
        fault = $"an URL is expected that begins with {Forms}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || !url.Contains("://", StringComparison.Ordinal)
            || !Enum.TryParse<MqttScheme>(uri.Scheme, ignoreCase: true, out var scheme))
        {
            return false;
        }

        fault = scheme == MqttScheme.Unix ? FaultOfSocket(uri) : FaultOfNetwork(uri, scheme);
        if (fault is not null)
        {
            return false;
        }

        endpoint = scheme switch
        {
            MqttScheme.Unix => new(scheme, string.Empty, 0, Uri.UnescapeDataString(uri.AbsolutePath)),
            MqttScheme.Ws or MqttScheme.Wss => new(scheme, uri.DnsSafeHost, uri.Port, uri.PathAndQuery),
            _ => new(scheme, uri.DnsSafeHost, uri.Port < 0 ? UsualPort(scheme) : uri.Port, string.Empty),
        };
        return true;
    }

    /// <summary>The URL, with its port; of a WebSocket's path the query is left out, as it may hold a key.</summary>
    public override string ToString() => Scheme == MqttScheme.Unix
        ? $"unix://{Path}"
        : $"{Scheme.ToString().ToLowerInvariant()}://{BracketedHost}:{Port}{Path.Split('?')[0]}";

    /// <summary>The address of the socket; only for a Unix domain socket.</summary>
    internal EndPoint SocketFile => new UnixDomainSocketEndPoint(Path);

    private static int UsualPort(MqttScheme scheme) => scheme switch
    {
        MqttScheme.Mqtts => 8883,
        MqttScheme.Ws => 80,
        MqttScheme.Wss => 443,
        MqttScheme.Unix => 0,
        _ => 1883,
    };

    private static string? FaultOfNetwork(Uri uri, MqttScheme scheme)
    {
        if (uri.UserInfo.Length > 0)
        {
            return "user name and password do not belong into an URL, where they would be shown";
        }

        if (uri.DnsSafeHost.Length == 0 || uri.Port == 0)
        {
            return "an URL needs a host, and a port from 1 to 65535 or none";
        }

        var carriesPath = scheme is MqttScheme.Ws or MqttScheme.Wss;
        return uri.Fragment.Length > 0 || (!carriesPath && uri.PathAndQuery is not ("" or "/"))
            ? "nothing may follow host and port; only ws:// and wss:// have a path"
            : null;
    }

    private static string? FaultOfSocket(Uri uri) =>
        uri.Host.Length > 0 || uri.AbsolutePath.Length < 2 || uri.Query.Length > 0 || uri.Fragment.Length > 0
            ? "a Unix domain socket is written with three slashes: unix:///run/mosquitto.sock"
            : Encoding.UTF8.GetByteCount(Uri.UnescapeDataString(uri.AbsolutePath)) > LongestSocketPath
                ? $"the path of a Unix domain socket has at most {LongestSocketPath} bytes"
                : null;
}

/// <summary>What carries MQTT.</summary>
public enum MqttScheme
{
    /// <summary>TCP.</summary>
    Mqtt,

    /// <summary>TLS over TCP.</summary>
    Mqtts,

    /// <summary>A WebSocket.</summary>
    Ws,

    /// <summary>A WebSocket over TLS.</summary>
    Wss,

    /// <summary>A Unix domain socket.</summary>
    Unix,
}
