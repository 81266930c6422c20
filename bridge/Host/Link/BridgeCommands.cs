using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>The commands of the bridge itself.</summary>
internal sealed class BridgeCommands(LinkContext context)
{
    /// <summary>Carries one out; null when it is done, else why not.</summary>
    public string? Execute(string? command, string payload) => command switch
    {
        "restart" => Pressed(payload) ?? context.Restart(),
        "rediscover" => Pressed(payload) ?? Rediscover(),
        "log_level" => SetLevel(payload),
        null => "the bridge takes one command at a time, on its own topic",
        _ => $"there is no command '{command}': restart, rediscover and log_level are",
    };

    private static string? Pressed(string payload) =>
        payload == "PRESS" ? null : "the payload must be PRESS";

    private string? Rediscover()
    {
        context.Dismissals.Clear(context.Devices);
        context.Outbox.MarkAnnounce();
        return null;
    }

    private string? SetLevel(string payload)
    {
        LogLevel? level = payload switch
        {
            "debug" => LogLevel.Debug,
            "info" => LogLevel.Information,
            "warning" => LogLevel.Warning,
            "error" => LogLevel.Error,
            "critical" => LogLevel.Critical,
            _ => null,
        };
        if (level is null)
        {
            return "the payload must be one of debug, info, warning, error, critical";
        }

        context.Level.Level = level.Value;
        Log.LevelChanged(context.Logger, payload);
        context.Outbox.MarkHeartbeat();
        return null;
    }
}
