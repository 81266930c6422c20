using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>Takes commands, hands them to their devices, and answers each one when it is done or refused.</summary>
internal sealed class CommandDesk(LinkContext context)
{
    /// <summary>Longest payload that is looked at: a command is one value, or one for each of a device's entities.</summary>
    private const int LongestPayload = 4096;

    private readonly BridgeCommands _bridge = new(context);

    /// <summary>Takes a message from a <c>set</c> topic.</summary>
    public void Take(MqttMessage message)
    {
        if (context.Topics.ParseCommand(message.Topic) is not { } address)
        {
            return;
        }

        if (Refuse(message) is { } refusal)
        {
            Answer(message, address.Device, address.Entity, refusal);
            return;
        }

        var payload = Encoding.UTF8.GetString(message.Payload.Span);
        if (address.Device == Topics.Bridge)
        {
            Answer(message, address.Device, address.Entity, _bridge.Execute(address.Entity, payload));
        }
        else if (context.Devices.FirstOrDefault(device => device.Id == address.Device) is not { } device)
        {
            Answer(message, address.Device, address.Entity, $"there is no device '{address.Device}'");
        }
        else if (address.Entity is { } entity)
        {
            Set(message, device, entity, payload);
        }
        else
        {
            SetSeveral(message, device, payload);
        }
    }

    private static string? Refuse(MqttMessage message) => message switch
    {
        { Retain: true } => "retained commands are refused: they would be carried out again at each connect",
        { Payload.Length: > LongestPayload } => $"the payload has more than {LongestPayload} bytes",
        _ when !Utf8.IsValid(message.Payload.Span) => "the payload is not UTF-8",
        _ => null,
    };

    /// <summary>Each on its own: what is wrong with one is no reason to refuse another.</summary>
    private void SetSeveral(MqttMessage message, Device device, string payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } values || values.GetPropertyCount() == 0)
            {
                Answer(message, device.Id, null, "the payload must be a JSON object of entity keys and values");
                return;
            }

            foreach (var each in values.EnumerateObject())
            {
                Set(message, device, each.Name, CommandText.Of(each.Value));
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The second is what System.Text.Json says of an escape that is half a character.
            Answer(message, device.Id, null, "the payload is not JSON: a JSON object of entity keys and values is expected");
        }
    }

    private void Set(MqttMessage message, Device device, string key, string? payload)
    {
        string? error;
        if (device.Entities.FirstOrDefault(each => each.Key == key || each.Aspect?.Path == key) is not { } entity)
        {
            error = $"{device.Id} has no entity '{key}'";
        }
        else if (payload is null)
        {
            error = $"{key} takes a single value";
        }
        else if (CommandText.Read(entity, payload, out error) is { } command && (error = device.Report.Refusal) is null
            && !device.Keeping.TrySet(command, out error))
        {
            device.Commands.Post(new(command, failed => Answer(message, device.Id, key, failed)));
            return;
        }

        Answer(message, device.Id, key, error);
    }

    private void Answer(MqttMessage message, string device, string? entity, string? error)
    {
        Log.Command(context.Logger, message.Topic, error ?? "done");
        var result = context.Composer.Result(device, entity, error);
        context.Outbox.Post(result);
        if (message.Properties is { ResponseTopic: { Length: > 0 } responseTopic } request
            && !responseTopic.AsSpan().ContainsAny('+', '#'))
        {
            context.Outbox.Post(result with
            {
                Topic = responseTopic,
                Properties = new() { CorrelationData = request.CorrelationData },
            });
        }
    }
}
