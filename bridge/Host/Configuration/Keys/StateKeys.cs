using Bridge.Devices.Model.Settings;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Section <c>state</c>.</summary>
internal static class StateKeys
{
    /// <summary>The word that keeps nothing on disk.</summary>
    public const string Memory = "memory";

    public static readonly Setting<string> Path = SettingOf.Text(
        "path", "The database; `memory` keeps nothing. In containers `/data/bridge.db` when not given.",
        "./data/bridge.db", "a path, or memory", TextForm.IsLine);

    public static readonly Setting<TimeSpan> WriteInterval = SettingOf.Duration(
        "write_interval", "Last values and history are written at most once in this time; it spares flash memory.",
        TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static readonly Setting<bool> Migrate = SettingOf.Boolean(
        "migrate", "Brings the database of an older version forward, after a copy; `false` refuses to start instead.", true);

    public static readonly Setting<int> HistoryLimit = SettingOf.Integer(
        "history_limit", "Values that wait at most while the broker is away, of all devices; the oldest go first.",
        20_000, 1, 1_000_000);

    public static readonly Setting<int> HistoryDeviceLimit = SettingOf.Integer(
        "history_device_limit", "The same of one device.", 10_000, 1, 1_000_000);

    public static readonly Setting<TimeSpan> HistoryExpiry = SettingOf.Duration(
        "history_expiry", "How long a broker of MQTT 5 keeps such a value for a subscriber that is away.",
        TimeSpan.FromHours(24), TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));

    public static readonly KeySet Section =
        new("state", "What is kept across restarts.", [Path, WriteInterval, Migrate, HistoryLimit, HistoryDeviceLimit, HistoryExpiry]);
}
