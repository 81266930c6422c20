using Bridge.Devices.Model.Settings;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Configuration.Keys;

/// <summary>Section <c>logging</c>.</summary>
internal static class LoggingKeys
{
    public static readonly Setting<LogLevel> Level = SettingOf.Choice(
        "level", "The least severe level that is logged.", "info",
        ("debug", LogLevel.Debug), ("info", LogLevel.Information), ("warning", LogLevel.Warning),
        ("error", LogLevel.Error), ("critical", LogLevel.Critical));

    public static readonly Setting<LogFormat> Format = SettingOf.Choice(
        "format", "Form of a line; `auto` is text on a terminal, in the add-on and under journald, else JSON.", "auto",
        ("auto", LogFormat.Auto), ("text", LogFormat.Text), ("json", LogFormat.Json));

    public static readonly Setting<string> File = SettingOf.Text(
        "file", "A file that is written beside stderr.", string.Empty, "a path", TextForm.IsLine) with
    {
        Example = "/var/log/bridge.log",
    };

    public static readonly Setting<int> MaxFileSizeMb = SettingOf.Integer(
        "max_file_size_mb", "Size in megabytes at which the file is rotated.", 10, 1, 2000);

    public static readonly Setting<int> BackupCount = SettingOf.Integer(
        "backup_count", "Rotated files that are kept.", 3, 0, 100);

    public static readonly KeySet Section = new(
        "logging", "What is logged, how and where.", [Level, Format, File, MaxFileSizeMb, BackupCount]);
}
