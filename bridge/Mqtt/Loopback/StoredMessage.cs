using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>A message that lies at the broker.</summary>
/// <param name="Message">As it came.</param>
/// <param name="At">Timestamp of its arrival.</param>
internal readonly record struct StoredMessage(Publish Message, long At)
{
    /// <summary>The message with its expiry shortened by the time it has lain; null when it has expired (§3.3.2.3.3).</summary>
    public Publish? Aged(TimeProvider time)
    {
        if (Message.Properties?.Number(PropertyId.MessageExpiryInterval) is not { } expiry)
        {
            return Message;
        }

        var age = time.GetElapsedTime(At).TotalSeconds;
        return age < expiry ? Message with { Properties = Message.Properties.WithExpiry(expiry - (uint)age) } : null;
    }
}
