using System.Text;
using System.Threading.Channels;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>Takes what arrives: the status topic, Home Assistant's birth, deletions by the user, commands.</summary>
internal sealed class LinkListener(ChannelReader<MqttReceived> received, StatusWatch status, LinkContext context)
{
    private readonly CommandDesk _commands = new(context);
    private readonly byte[] _birth = Encoding.UTF8.GetBytes(context.Options.HomeAssistant.BirthPayload);
    private readonly Deletions _deletions = new(context);

    /// <summary>Takes messages until a second bridge is heard.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (status.Wait is null)
        {
            var message = (await received.ReadAsync(cancellationToken)).Message;
            if (message.Topic == context.Topics.Status)
            {
                HearStatus(message);
            }
            else if (message.Topic == context.Options.HomeAssistant.BirthTopic)
            {
                HearBirth(message, cancellationToken);
            }
            else if (message.Topic.EndsWith("/set", StringComparison.Ordinal))
            {
                _commands.Take(message);
            }
            else if (message.Payload.IsEmpty)
            {
                _deletions.Take(message.Topic);
            }
        }
    }

    private void HearStatus(MqttMessage message)
    {
        if (status.Hear(message) == StatusVerdict.Contradiction)
        {
            Log.StatusContradicted(context.Logger);
            context.Outbox.DemandHeartbeat();
        }
    }

    private void HearBirth(MqttMessage message, CancellationToken cancellationToken)
    {
        if (!message.Retain && message.Payload.Span.SequenceEqual(_birth) && context.Births.Hear() is (var number, var delay))
        {
            Log.Birth(context.Logger, Math.Round(delay.TotalSeconds, 1));
            _ = AnnounceLaterAsync(number, delay, cancellationToken); // ends with this listener
        }
    }

    private async Task AnnounceLaterAsync(long number, TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, context.Time, cancellationToken);
        if (context.Births.TryAnswer(number))
        {
            context.Outbox.MarkAnnounce();
        }
    }
}
