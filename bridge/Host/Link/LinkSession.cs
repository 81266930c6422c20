using System.Collections.Immutable;
using Bridge.Host.Runtime;
using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>
/// The life of one connection: listens for a second bridge, subscribes, announces, then tells what changes and takes what
/// arrives, until the connection ends.
/// </summary>
/// <param name="client">Connected.</param>
/// <param name="context">What the parts share.</param>
/// <param name="twinTime">How long another bridge with our identity may take until it is back.</param>
internal sealed class LinkSession(IMqttClient client, LinkContext context, TimeSpan twinTime)
{
    /// <summary>How long a broker may take to hand out a retained message after it has acknowledged the subscription.</summary>
    private static readonly TimeSpan RetainedGrace = TimeSpan.FromMilliseconds(250);

    private readonly LinkPublisher _publisher = new(client, context);
    private readonly StatusWatch _status =
        new(context.Facts, context.Options.Health.HeartbeatInterval, context.Time);

    private DocumentSender Documents => field ??= new(_publisher, context);

    private CleanUp CleanUp => field ??= new(_publisher, context);

    /// <summary>True while another bridge lives under the prefix, so that this one says nothing.</summary>
    public bool IsYielding => _status.Wait is not null;

    /// <summary>Runs until the connection ends (a normal return) or is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var closing = CancelWhenClosedAsync(life);
        try
        {
            await LiveAsync(life.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The connection ended.
        }
        catch (MqttException) when (!client.IsConnected)
        {
            // The same, seen by a publish that was under way.
        }
        finally
        {
            await life.CancelAsync();
            await closing;
        }
    }

    private async Task CancelWhenClosedAsync(CancellationTokenSource life)
    {
        await ((Task)client.Closed).WaitAsync(life.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await life.CancelAsync();
    }

    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        while (client.Received.TryRead(out _))
        {
            // Left over from the connection before: commands among it are not fresh.
        }

        await HearStatusAsync(cancellationToken);
        while (true)
        {
            await WaitForSilenceAsync(cancellationToken);
            await new ConfigurationVisit(client, _status, context).RunAsync(
                subscription => SubscribeAsync(subscription, cancellationToken), cancellationToken);
            if (IsYielding)
            {
                continue;
            }

            await WaitForTwinAsync(cancellationToken);
            await SubscribeAsync(cancellationToken);
            context.Keeper.Open();
            if (context.Happenings.Open() is > 0 and var untold)
            {
                Log.EventsDropped(context.Logger, untold);
            }

            try
            {
                context.Outbox.Reset();
                var documents = context.Announcement.Documents();
                await CleanUp.BeginAsync(documents, cancellationToken);
                await AnnounceAsync(documents, cancellationToken);
                await TalkAsync(cancellationToken);
            }
            finally
            {
                context.Keeper.Close();
                context.Happenings.Close();
            }
        }
    }

    private async Task HearStatusAsync(CancellationToken cancellationToken)
    {
        // Without Retain As Published: the flag then tells what the broker kept from what somebody says just now.
        await SubscribeAsync(new MqttSubscription(context.Topics.Status, MqttQos.AtLeastOnce), cancellationToken);
        using var grace = new CancellationTokenSource(RetainedGrace, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, cancellationToken);
        try
        {
            var received = await client.Received.ReadAsync(both.Token);
            _status.Hear(received.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing retained: the first bridge on this broker.
        }
    }

    /// <summary>While another bridge lives under the prefix, nothing is published, only listened.</summary>
    private async Task WaitForSilenceAsync(CancellationToken cancellationToken)
    {
        if (_status.Wait is null)
        {
            return;
        }

        ReportSecondBridge();
        while (_status.Wait is { } wait)
        {
            using var silence = new CancellationTokenSource(wait + Jitter(wait), context.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
            try
            {
                var received = await client.Received.ReadAsync(both.Token);
                if (received.Message.Topic == context.Topics.Status)
                {
                    _status.Hear(received.Message);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _status.Release();
            }
        }

        _status.Release();
        Log.SecondBridgeGone(context.Logger);
    }

    /// <summary>It would take our connection, and so end the wait.</summary>
    private async Task WaitForTwinAsync(CancellationToken cancellationToken)
    {
        if (CleanUp.MayTakeFromAnother)
        {
            Log.WaitsForTwin(context.Logger, Math.Round(twinTime.TotalSeconds));
            await Task.Delay(twinTime, context.Time, cancellationToken);
        }
    }

    // Two bridges that fell silent together must not speak up together.
    private TimeSpan Jitter(TimeSpan wait) => wait * (context.Random.NextDouble() * 0.3);

    private void ReportSecondBridge()
    {
        if (_status.Other is { } other)
        {
            Log.SecondBridge(
                context.Logger,
                context.Options.Mqtt.TopicPrefix,
                other.Instance,
                other.Run,
                context.Facts.Instance,
                context.Facts.Run,
                "Nothing is published until the other is silent");
            context.Facts.LastError = $"a second bridge, instance {other.Instance}, lives under the same topic prefix";
        }
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        string[] commands = [context.Topics.AnyDeviceSet, context.Topics.AnyEntitySet, context.Topics.AnyAspectSet];
        foreach (var filter in commands)
        {
            // The flag as published tells a command that is kept on the broker, and would come again and again.
            await SubscribeAsync(Fresh(filter) with { RetainAsPublished = true }, cancellationToken);
        }

        if (context.Options.HomeAssistant.Discovery)
        {
            await SubscribeAsync(Fresh(context.Options.HomeAssistant.BirthTopic), cancellationToken);
        }
    }

    /// <summary>Only what others say from now on.</summary>
    private static MqttSubscription Fresh(string filter) => new(filter, MqttQos.AtLeastOnce)
    {
        NoLocal = true,
        RetainHandling = MqttRetainHandling.DoNotSend,
    };

    private async Task SubscribeAsync(MqttSubscription subscription, CancellationToken cancellationToken)
    {
        var reasons = await client.SubscribeAsync([subscription], cancellationToken);
        if (reasons is [>= MqttReasonCode.UnspecifiedError])
        {
            Log.SubscribeRefused(context.Logger, subscription.Filter, $"0x{(byte)reasons[0]:X2} {reasons[0]}");
        }
    }

    private async Task AnnounceAsync(ImmutableArray<Outgoing> documents, CancellationToken cancellationToken)
    {
        context.Births.Announced();
        await Documents.ClearGoneAsync(documents, cancellationToken);
        foreach (var group in context.Announcement.Groups(Documents.Leaving(documents)))
        {
            await _publisher.SendAsync(group, cancellationToken);
        }

        context.Outbox.NoteAnnounced(context.Devices);
        Log.Announced(context.Logger, context.Devices.Length);
    }

    /// <summary>Tells and listens until a second bridge speaks; clears meanwhile what an earlier life has left.</summary>
    private async Task TalkAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tell = TellAsync(stop.Token);
        var listen = new LinkListener(client.Received, _status, context).RunAsync(stop.Token);
        var clear = CleanUp.EndAsync(stop.Token);
        await Task.WhenAny(tell, listen);
        await stop.CancelAsync();
        try
        {
            await Task.WhenAll(tell, listen, clear);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The part that was still at work when the other one ended.
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var history = new HistorySender(client, _publisher, context);
        while (true)
        {
            await context.Outbox.WaitAsync(Sooner(history.HasMore ? HistorySender.Pause : null, Documents.Wait), cancellationToken);
            var batch = context.Outbox.Take();
            await _publisher.SendEventsAsync(batch.Events, cancellationToken);
            if (batch.Announce)
            {
                context.Outbox.Reset();
                await AnnounceAsync(context.Announcement.Documents(), cancellationToken);
                await _publisher.SendHappenedAsync(cancellationToken);
                continue;
            }

            await Documents.SendAsync(
                batch.Changed.Where(static each => each.Changes.HasFlag(Changes.Document)).Select(static each => each.Device.Id),
                cancellationToken);
            var changed = batch.Changed.SelectMany(each =>
                context.Announcement.Of(each.Device, each.Changes & ~Changes.Document));
            await _publisher.SendAsync(changed, cancellationToken);
            await _publisher.SendHappenedAsync(cancellationToken);
            if (batch.Heartbeat)
            {
                await _publisher.SendAsync(
                    [context.Composer.BridgeState(), context.Composer.HeartbeatNow()], cancellationToken);
            }

            await history.SendSomeAsync(cancellationToken);
        }
    }

    private static TimeSpan Sooner(TimeSpan? one, TimeSpan? other) =>
        (one, other) switch
        {
            ({ } first, { } second) => first < second ? first : second,
            _ => one ?? other ?? Timeout.InfiniteTimeSpan,
        };
}
