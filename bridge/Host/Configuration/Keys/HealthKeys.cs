using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Section <c>health</c>.</summary>
internal static class HealthKeys
{
    public static readonly Setting<string> File = SettingOf.Text(
        "file", "The file that the main loop touches every 10 s; by default in the temp folder.", string.Empty,
        "a path", TextForm.IsLine) with
    {
        Example = "/run/bridge/health",
    };

    public static readonly Setting<TimeSpan> HeartbeatInterval = SettingOf.Duration(
        "heartbeat_interval", "How often the status is published.",
        TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

    public static readonly KeySet Section = new("health", "Signs of life.", [File, HeartbeatInterval]);
}
