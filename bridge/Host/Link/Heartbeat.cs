using System.Globalization;
using System.Text.Json;
using Bridge.Host.Pipeline;
using Bridge.Host.Runtime;

namespace Bridge.Host.Link;

/// <summary>The JSON on the status topic.</summary>
/// <param name="Instance">Whose it is.</param>
/// <param name="Run">Which run of it.</param>
/// <param name="At">When it was sent.</param>
internal sealed record Heartbeat(string Instance, string Run, DateTimeOffset At)
{
    /// <summary>What the will and the last word of a graceful stop say.</summary>
    public static ReadOnlySpan<byte> Offline => "offline"u8;

    /// <summary>Writes the heartbeat of this bridge.</summary>
    public static byte[] Write(BridgeFacts facts, IEnumerable<Device> devices, DateTimeOffset now) =>
        JsonText.Object(json =>
        {
            json.WriteString("status", "online");
            json.WriteString("version", facts.Version);
            json.WriteString("instance", facts.Instance);
            json.WriteString("run", facts.Run);
            json.WriteNumber("uptime_s", (long)facts.Uptime.TotalSeconds);
            json.WriteMoment("timestamp", now);
            json.WriteStartObject("devices");
            foreach (var device in devices)
            {
                json.WriteStartObject(device.Id);
                WriteEntry(json, device.Report);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    /// <summary>A device's entry, as in the heartbeat and on its diagnostics topic.</summary>
    public static void WriteEntry(Utf8JsonWriter json, DeviceReport report)
    {
        json.WriteString("status", report.StatusText);
        json.WriteText("reason", report.Reason);
        json.WriteMoment("last_success_at", report.LastSuccessAt);
        json.WriteNumber("consecutive_failures", report.ConsecutiveFailures);
        json.WriteText("last_error", report.LastError);
    }

    /// <summary>Reads a heartbeat; null for anything else, the plain <c>offline</c> among it.</summary>
    public static Heartbeat? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Text(root, "status") == "online"
                && Text(root, "instance") is { } instance
                && Text(root, "run") is { } run
                && DateTimeOffset.TryParse(
                    Text(root, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? new(instance, run, at)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
