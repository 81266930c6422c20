using System.Text.Json;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>Looks on the broker for the identity that an installation with a lost store had.</summary>
internal sealed class IdentityVisit(IMqttClient client, LinkContext context)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>The instance of the retained <c>bridge/state</c>; null when there is none or its bridge is alive.</summary>
    public async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        string[] topics = [context.Topics.Status, context.Topics.BridgeState];
        var heard = new Dictionary<string, MqttMessage>(StringComparer.Ordinal);
        foreach (var topic in topics)
        {
            await client.SubscribeAsync([new(topic, MqttQos.AtLeastOnce)], cancellationToken);
        }

        using var grace = new CancellationTokenSource(Grace, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        try
        {
            while (heard.Count < topics.Length)
            {
                var received = await client.Received.ReadAsync(both.Token);
                heard[received.Message.Topic] = received.Message;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No more retained messages came; those that a busy machine has not looked at yet did.
            while (client.Received.TryRead(out var received))
            {
                heard[received.Message.Topic] = received.Message;
            }
        }

        return Decide(heard.GetValueOrDefault(topics[0]), heard.GetValueOrDefault(topics[1]));
    }

    private string? Decide(MqttMessage? status, MqttMessage? state)
    {
        var watch = new StatusWatch(context.Facts, context.Options.Health.HeartbeatInterval, context.Time);
        if (status is not null && Heartbeat.Read(status.Payload) is { } heartbeat && watch.IsLiving(heartbeat))
        {
            return null;
        }

        var instance = state is null ? null : ReadInstance(state.Payload);
        if (instance is not null)
        {
            Log.InstanceTakenBack(context.Logger, instance);
        }

        return instance;
    }

    private static string? ReadInstance(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("instance", out var value)
                && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: 8 } text
                && text.All(static letter => char.IsAsciiDigit(letter) || letter is >= 'a' and <= 'f')
                ? text
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
