using Bridge.Mqtt.Packets;

namespace Bridge.Mqtt.Loopback;

/// <summary>What a test makes the broker do wrong. All functions are called for each packet or client, and may count.</summary>
internal sealed class LoopbackFaults
{
    /// <summary>What happens to a packet from a client of that identifier, after its CONNECT.</summary>
    public Func<string, PacketType, LoopbackFault> OnPacket { get; set; } = static (_, _) => LoopbackFault.None;

    /// <summary>The reason to refuse a CONNECT with; null lets it pass.</summary>
    public Func<string, byte?> Refuse { get; set; } = static _ => null;

    /// <summary>How long <see cref="LoopbackFault.Delay"/> takes.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Something that goes wrong with a packet.</summary>
internal enum LoopbackFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is as if it had never come.</summary>
    Drop,

    /// <summary>It is handled after a while, and all that comes behind it later still.</summary>
    Delay,

    /// <summary>It is handled twice.</summary>
    Duplicate,

    /// <summary>The connection ends instead.</summary>
    Cut,

    /// <summary>It is handled, but the connection ends before anything goes back.</summary>
    CutUnanswered,
}
