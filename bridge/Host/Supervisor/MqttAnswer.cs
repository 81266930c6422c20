using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Bridge.Mqtt.Transport;

namespace Bridge.Host.Supervisor;

/// <summary>What the Supervisor says of its MQTT service.</summary>
/// <param name="Endpoint">Where the broker listens.</param>
/// <param name="Username">User name; null for none.</param>
/// <param name="Password">Password; null for none. Never logged.</param>
internal sealed record MqttAnswer(MqttEndpoint Endpoint, string? Username, string? Password)
{
    /// <summary>Room for the Supervisor's own words in a log line.</summary>
    private const int LongestMessage = 200;

    /// <summary>
    /// Reads <c>{"result":"ok","data":{"host":…,"port":…,"ssl":…,"username":…,"password":…}}</c>, or <c>{"result":"error",
    /// "message":…}</c>. Numbers and truth values may be texts: whoever offers the service has put them there.
    /// </summary>
    /// <param name="utf8">The body of the answer.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="fault">Why it is none; holds no password.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out MqttAnswer? answer, [NotNullWhen(false)] out string? fault)
    {
        answer = null;
        try
        {
            using var json = JsonDocument.Parse(utf8);
            var root = json.RootElement;
            if (Text(root, "result") != "ok")
            {
                fault = Text(root, "message") is { Length: > 0 } message
                    ? message[..Math.Min(message.Length, LongestMessage)]
                    : "no message";
                return false;
            }

            answer = root.TryGetProperty("data", out var data) ? Read(data) : null;
            fault = answer is null ? "there is no host with a port from 1 to 65535 in it" : null;
            return answer is not null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            fault = "it is not the JSON of a Supervisor";
            return false;
        }
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Endpoint} as {Username}";

    private static MqttAnswer? Read(JsonElement data)
    {
        var host = Text(data, "host");
        if (host is null
            || Uri.CheckHostName(host) == UriHostNameType.Unknown
            || !ushort.TryParse(Text(data, "port"), out var port)
            || port == 0)
        {
            return null;
        }

        var tls = "true".Equals(Text(data, "ssl"), StringComparison.OrdinalIgnoreCase);
        return new(MqttEndpoint.Tcp(host, port, tls), Text(data, "username"), Text(data, "password"));
    }

    /// <summary>A value as text; null when it is missing or empty.</summary>
    private static string? Text(JsonElement parent, string key) =>
        parent.TryGetProperty(key, out var value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array)
            && value.ToString() is { Length: > 0 } text ? text : null;
}
