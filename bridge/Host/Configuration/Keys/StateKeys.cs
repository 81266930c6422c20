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

    public static readonly KeySet Section = new("state", "What is kept across restarts.", [Path]);
}
