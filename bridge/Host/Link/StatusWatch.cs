using Bridge.Mqtt.Client;

namespace Bridge.Host.Link;

/// <summary>Judges what is heard on the own status topic: our own voice, a contradiction, or a second bridge.</summary>
internal sealed class StatusWatch(BridgeFacts facts, TimeSpan interval, TimeProvider time)
{
    private const int SilentIntervals = 3;
    private long? _heard;

    /// <summary>The second bridge, as it was last heard; null when there is none.</summary>
    public Heartbeat? Other { get; private set; }

    /// <summary>How long the other must be silent until its prefix counts as free; null when it is free.</summary>
    public TimeSpan? Wait
    {
        get
        {
            if (_heard is not { } heard)
            {
                return null;
            }

            var left = (interval * SilentIntervals) - time.GetElapsedTime(heard);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    /// <summary>Takes a message from the status topic.</summary>
    public StatusVerdict Hear(MqttMessage message)
    {
        if (message.Payload.Span.SequenceEqual(Heartbeat.Offline))
        {
            _heard = null;
            return message.Retain ? StatusVerdict.Nothing : StatusVerdict.Contradiction;
        }

        if (Heartbeat.Read(message.Payload) is not { } heartbeat
            || (heartbeat.Instance == facts.Instance && heartbeat.Run == facts.Run)
            || (message.Retain && !IsLiving(heartbeat)))
        {
            return StatusVerdict.Nothing;
        }

        Other = heartbeat;
        _heard = time.GetTimestamp();
        return StatusVerdict.SecondBridge;
    }

    /// <summary>Forgets the other: the prefix is free.</summary>
    public void Release() => (_heard, Other) = (null, null);

    /// <summary>
    /// A retained heartbeat is a living one's only when it is young, and not of this instance: our own earlier run was
    /// cut off when we took its client id.
    /// </summary>
    public bool IsLiving(Heartbeat heartbeat) =>
        heartbeat.Instance != facts.Instance
        && (time.GetUtcNow() - heartbeat.At).Duration() < interval * SilentIntervals;
}

/// <summary>What a message on the status topic means.</summary>
internal enum StatusVerdict
{
    /// <summary>Nothing to do.</summary>
    Nothing,

    /// <summary>Somebody said <c>offline</c> while we live.</summary>
    Contradiction,

    /// <summary>Another bridge lives under our prefix.</summary>
    SecondBridge,
}
