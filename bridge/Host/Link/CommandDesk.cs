using System.Text;
using Bridge.Mqtt.Client;
using Microsoft.Extensions.Logging;

namespace Bridge.Host.Link;

/// <summary>Takes commands and answers each one; the bridge's own are carried out here.</summary>
internal sealed class CommandDesk(LinkContext context)
{
    /// <summary>Longest payload that is looked at; a command is one value.</summary>
    private const int LongestPayload = 1024;

    /// <summary>Takes a message from a <c>set</c> topic.</summary>
    public void Take(MqttMessage message)
    {
        if (context.Topics.ParseCommand(message.Topic) is not { } address)
        {
            return;
        }

        var error = Refuse(message) ?? Execute(address, Encoding.UTF8.GetString(message.Payload.Span));
        Log.Command(context.Logger, message.Topic, error ?? "done");
        var result = context.Composer.Result(address.Device, address.Entity, error);
        context.Outbox.Post(result);
        if (message.Properties is { ResponseTopic: { } responseTopic } request)
        {
            context.Outbox.Post(result with
            {
                Topic = responseTopic,
                Properties = new() { CorrelationData = request.CorrelationData },
            });
        }
    }

    private static string? Refuse(MqttMessage message) => message switch
    {
        { Retain: true } => "retained commands are refused: they would be carried out again at each connect",
        { Payload.Length: > LongestPayload } => $"the payload has more than {LongestPayload} bytes",
        _ => null,
    };

    private string? Execute(CommandAddress address, string payload)
    {
        if (address.Device != Topics.Bridge)
        {
            return context.Devices.Any(device => device.Id == address.Device)
                ? $"{address.Entity ?? "a device"} cannot be set: this version only reads devices"
                : $"there is no device '{address.Device}'";
        }

        return address.Entity switch
        {
            "restart" => Pressed(payload) ?? context.Restart(),
            "rediscover" => Pressed(payload) ?? Rediscover(),
            "log_level" => SetLevel(payload),
            null => "the bridge takes one command at a time, on its own topic",
            _ => $"there is no command '{address.Entity}': restart, rediscover and log_level are",
        };
    }

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
